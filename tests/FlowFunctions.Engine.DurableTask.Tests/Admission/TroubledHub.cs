using FlowFunctions.Engine.DurableTask.Clients;
using FlowFunctions.Engine.DurableTask.Codec;

namespace FlowFunctions.Engine.DurableTask.Tests.Admission;

/// <summary>A hub that a test can cut off.</summary>
internal sealed class TroubledHub(ITaskHubClient hub) : ITaskHubClient
{
    /// <summary>Nothing can be started.</summary>
    public bool RefusesStarts { get; set; }

    /// <summary>With a start that is refused everything else is, too, until a test brings it back.</summary>
    public bool IsOut { get; set; }

    /// <summary>Whether it goes out with the next start.</summary>
    public bool GoesOutAtStart { get; set; }

    /// <summary>Runs are not told that they have a place.</summary>
    public bool LosesAdmissions { get; set; }

    public ValueTask<bool> StartAsync(
        string instanceId,
        string orchestrator,
        string input,
        CancellationToken cancellationToken = default
    )
    {
        IsOut |= GoesOutAtStart;
        return RefusesStarts || IsOut
            ? throw Out()
            : hub.StartAsync(instanceId, orchestrator, input, cancellationToken);
    }

    public ValueTask<InstanceState?> GetAsync(string instanceId, CancellationToken cancellationToken = default) =>
        IsOut ? throw Out() : hub.GetAsync(instanceId, cancellationToken);

    public ValueTask<bool> SendEventAsync(
        string instanceId,
        string name,
        string data,
        CancellationToken cancellationToken = default
    ) =>
        LosesAdmissions && data == SentEvents.Admitted
            ? new(true)
            : hub.SendEventAsync(instanceId, name, data, cancellationToken);

    public ValueTask<bool> TerminateAsync(
        string instanceId,
        string reason,
        CancellationToken cancellationToken = default
    ) => hub.TerminateAsync(instanceId, reason, cancellationToken);

    public ValueTask<bool> RewindAsync(
        string instanceId,
        string reason,
        CancellationToken cancellationToken = default
    ) => hub.RewindAsync(instanceId, reason, cancellationToken);

    public ValueTask<bool> PurgeAsync(string instanceId, CancellationToken cancellationToken = default) =>
        hub.PurgeAsync(instanceId, cancellationToken);

    public ValueTask<InstancePage> ListAsync(InstanceQuery query, CancellationToken cancellationToken = default) =>
        hub.ListAsync(query, cancellationToken);

    private static TaskHubUnavailableException Out() => new("The hub is out.");
}
