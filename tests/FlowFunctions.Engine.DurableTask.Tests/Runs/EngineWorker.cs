using FlowFunctions.Engine.DurableTask.Hub;

namespace FlowFunctions.Engine.DurableTask.Tests.Runs;

/// <summary>What a hub calls: an engine in this process, or none as after a crash.</summary>
internal sealed class EngineWorker : IHubWorker
{
    public DurableEngine? Engine { get; set; }

    public int Turns { get; private set; }

    private DurableEngine Living => Engine ?? throw new InvalidOperationException("The handler is gone.");

    public ValueTask<byte[]> TurnAsync(string orchestrator, byte[] request, CancellationToken cancellationToken)
    {
        Turns++;
        return Living.TurnAsync(request, cancellationToken);
    }

    public ValueTask<string> ExecuteAsync(
        string activity,
        string instanceId,
        string input,
        CancellationToken cancellationToken
    ) => Living.ExecuteAsync(activity, instanceId, input, cancellationToken);
}
