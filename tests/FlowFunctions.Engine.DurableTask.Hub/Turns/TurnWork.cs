using FlowFunctions.Engine.DurableTask.Hub.Instances;
using FlowFunctions.Engine.DurableTask.Hub.Messages;
using FlowFunctions.Engine.DurableTask.Protocol;

namespace FlowFunctions.Engine.DurableTask.Hub.Turns;

/// <summary>A turn that has been taken and not yet carried out.</summary>
/// <param name="Instance">Whose turn it is.</param>
/// <param name="Messages">What it took out of the inbox.</param>
/// <param name="NewEvents">The events it brings, behind the one that starts the turn.</param>
internal sealed record TurnWork(
    Instance Instance,
    IReadOnlyList<HubMessage> Messages,
    IReadOnlyList<HistoryEvent> NewEvents
)
{
    /// <summary>The turn is part of a session.</summary>
    public bool InSession { get; init; }

    /// <summary>The request brings the history; false when the worker has it from the session.</summary>
    public bool WithHistory { get; init; } = true;

    /// <summary>What becomes of the turn.</summary>
    public TurnFate Fate { get; init; }
}

/// <summary>What becomes of a turn.</summary>
internal enum TurnFate
{
    /// <summary>Its answer is taken over.</summary>
    Counts,

    /// <summary>Its answer is lost.</summary>
    Lost,

    /// <summary>Its answer is lost after its messages were sent.</summary>
    LostAfterSending,

    /// <summary>The call breaks before the worker has it.</summary>
    BrokenBefore,

    /// <summary>The call breaks after the worker has carried it out.</summary>
    BrokenAfter,
}
