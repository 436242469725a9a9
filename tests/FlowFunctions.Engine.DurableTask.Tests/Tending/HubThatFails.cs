using FlowFunctions.Engine.DurableTask.Clients;
using FlowFunctions.Engine.DurableTask.Hub;

namespace FlowFunctions.Engine.DurableTask.Tests.Tending;

/// <summary>A hub that does not take every call, or whose instances end past the engine.</summary>
internal sealed class HubThatFails(TaskHub hub) : ITaskHubClient
{
    private readonly HubClient _hub = new(hub);

    /// <summary>Whether starts are refused.</summary>
    public bool RefusesStarts { get; set; }

    /// <summary>Whether a start that is refused has arrived all the same.</summary>
    public bool TakesRefusedStarts { get; set; }

    /// <summary>Whether instances cannot be read.</summary>
    public bool RefusesReads { get; set; }

    /// <summary>The instance that cannot be rewound, or null.</summary>
    public string? RefusesToRewind { get; set; }

    /// <summary>The instance that was terminated without a turn, or null.</summary>
    public string? Terminated { get; set; }

    /// <summary>The instance that the hub does not know any more, or null.</summary>
    public string? Lost { get; set; }

    public async ValueTask<bool> StartAsync(
        string instanceId,
        string orchestrator,
        string input,
        CancellationToken cancellationToken = default
    )
    {
        var isStarted =
            (!RefusesStarts || TakesRefusedStarts)
            && await _hub.StartAsync(instanceId, orchestrator, input, cancellationToken);
        return RefusesStarts ? throw Out() : isStarted;
    }

    public async ValueTask<InstanceState?> GetAsync(string instanceId, CancellationToken cancellationToken = default)
    {
        var instance = RefusesReads ? throw Out() : await _hub.GetAsync(instanceId, cancellationToken);
        return instanceId == Lost ? null
            : instanceId == Terminated ? instance! with { Status = InstanceStatus.Terminated }
            : instance;
    }

    public ValueTask<bool> SendEventAsync(
        string instanceId,
        string name,
        string data,
        CancellationToken cancellationToken = default
    ) => _hub.SendEventAsync(instanceId, name, data, cancellationToken);

    public ValueTask<bool> TerminateAsync(
        string instanceId,
        string reason,
        CancellationToken cancellationToken = default
    ) => _hub.TerminateAsync(instanceId, reason, cancellationToken);

    public ValueTask<bool> RewindAsync(
        string instanceId,
        string reason,
        CancellationToken cancellationToken = default
    ) => instanceId == RefusesToRewind ? throw Out() : _hub.RewindAsync(instanceId, reason, cancellationToken);

    public ValueTask<bool> PurgeAsync(string instanceId, CancellationToken cancellationToken = default) =>
        _hub.PurgeAsync(instanceId, cancellationToken);

    public async ValueTask<InstancePage> ListAsync(InstanceQuery query, CancellationToken cancellationToken = default)
    {
        var page = await _hub.ListAsync(query, cancellationToken);
        return Terminated is { } terminated && query.CreatedTo is null
            ? page with
            {
                Instances = [.. page.Instances, (await GetAsync(terminated, cancellationToken))!],
            }
            : page;
    }

    private static TaskHubUnavailableException Out() => new("The hub is out.");
}
