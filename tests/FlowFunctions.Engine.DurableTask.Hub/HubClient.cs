using FlowFunctions.Engine.DurableTask.Clients;

namespace FlowFunctions.Engine.DurableTask.Hub;

/// <summary>The client of a hub in the same process.</summary>
/// <param name="hub">The hub.</param>
internal sealed class HubClient(TaskHub hub) : ITaskHubClient
{
    /// <inheritdoc />
    public ValueTask<bool> StartAsync(
        string instanceId,
        string orchestrator,
        string input,
        CancellationToken cancellationToken = default
    ) => ValueTask.FromResult(hub.Start(instanceId, orchestrator, input));

    /// <inheritdoc />
    public ValueTask<InstanceState?> GetAsync(string instanceId, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(hub.Get(instanceId));

    /// <inheritdoc />
    public ValueTask<bool> SendEventAsync(
        string instanceId,
        string name,
        string data,
        CancellationToken cancellationToken = default
    ) => ValueTask.FromResult(hub.RaiseEvent(instanceId, name, data));

    /// <inheritdoc />
    public ValueTask<bool> TerminateAsync(
        string instanceId,
        string reason,
        CancellationToken cancellationToken = default
    ) => ValueTask.FromResult(hub.Terminate(instanceId, reason));

    /// <inheritdoc />
    public ValueTask<bool> RewindAsync(
        string instanceId,
        string reason,
        CancellationToken cancellationToken = default
    ) => ValueTask.FromResult(hub.Rewind(instanceId, reason));

    /// <inheritdoc />
    public ValueTask<bool> PurgeAsync(string instanceId, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(hub.Purge(instanceId));

    /// <inheritdoc />
    public ValueTask<InstancePage> ListAsync(InstanceQuery query, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(hub.List(query));
}
