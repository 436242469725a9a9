using FlowFunctions.Engine.DurableTask.Hub.Faults;

namespace FlowFunctions.Engine.DurableTask.Hub;

/// <summary>How a task hub behaves.</summary>
internal sealed record TaskHubOptions
{
    /// <summary>Decides every choice that the hub makes at random: order, faults, ids.</summary>
    public int Seed { get; init; }

    /// <summary>What goes wrong, and how often.</summary>
    public HubFaults Faults { get; init; } = HubFaults.None;

    /// <summary>The orchestrators that there are; an instance of any other fails. Null when every name is known.</summary>
    public IReadOnlySet<string>? Orchestrators { get; init; }

    /// <summary>Keeps instances in the worker's memory between turns; null when each turn brings the whole history.</summary>
    public ExtendedSessions? Sessions { get; init; }

    /// <summary>The most steps of one run of <see cref="Drivers.HubPump"/>; more means that something goes round in circles.</summary>
    public int MaxSteps { get; init; } = 100_000;
}

/// <summary>The extension's extended sessions.</summary>
/// <param name="IdleTimeout">A session that had no turn for so long ends.</param>
/// <param name="EndsAtRandom">The probability, 0 to 1, that a session ends before a turn although it is not idle.</param>
internal sealed record ExtendedSessions(TimeSpan IdleTimeout, double EndsAtRandom = 0);
