using System.Collections.Concurrent;
using FlowFunctions.Engine.DurableTask.Hub;
using FlowFunctions.Engine.DurableTask.Protocol;

namespace FlowFunctions.App.Tests.FunctionsHost;

/// <summary>A worker whose calls break when a test wants it, as when the handler's process is killed.</summary>
internal sealed class BreakableWorker(IHubWorker inner) : IHubWorker
{
    private readonly ConcurrentDictionary<string, bool> _broken = new(StringComparer.Ordinal);

    /// <summary>Breaks the next turn of an instance.</summary>
    public void BreakNextTurn(string instanceId) => _broken[instanceId] = true;

    public ValueTask<byte[]> TurnAsync(string orchestrator, byte[] request, CancellationToken cancellationToken) =>
        _broken.TryRemove(OrchestratorRequest.Parser.ParseFrom(request).InstanceId, out _)
            ? throw new IOException("The handler is gone.")
            : inner.TurnAsync(orchestrator, request, cancellationToken);

    public ValueTask<string> ExecuteAsync(
        string activity,
        string instanceId,
        string input,
        CancellationToken cancellationToken
    ) => inner.ExecuteAsync(activity, instanceId, input, cancellationToken);
}
