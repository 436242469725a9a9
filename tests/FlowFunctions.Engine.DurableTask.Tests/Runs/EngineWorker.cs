using FlowFunctions.Engine.DurableTask.Hub;
using FlowFunctions.Engine.DurableTask.Protocol;

namespace FlowFunctions.Engine.DurableTask.Tests.Runs;

/// <summary>What a hub calls: an engine in this process, or none as after a crash.</summary>
internal sealed class EngineWorker : IHubWorker
{
    public DurableEngine? Engine { get; set; }

    public int Turns { get; private set; }

    /// <summary>The instance whose turns break, or null.</summary>
    public string? Broken { get; set; }

    private DurableEngine Living => Engine ?? throw new InvalidOperationException("The handler is gone.");

    public ValueTask<byte[]> TurnAsync(string orchestrator, byte[] request, CancellationToken cancellationToken)
    {
        Turns++;
        return Broken is not null && OrchestratorRequest.Parser.ParseFrom(request).InstanceId == Broken
            ? throw new InvalidOperationException("The handler broke.")
            : Living.TurnAsync(request, cancellationToken);
    }

    public ValueTask<string> ExecuteAsync(
        string activity,
        string instanceId,
        string input,
        CancellationToken cancellationToken
    ) => Living.ExecuteAsync(activity, instanceId, input, cancellationToken);
}
