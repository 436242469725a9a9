using FlowFunctions.Engine.Contracts;
using FlowFunctions.Engine.DurableTask;

namespace FlowFunctions.App.Durable;

/// <summary>The engine on a Durable Task backend, as this process takes part in it.</summary>
internal interface IDurableEngine : IRunEngine
{
    /// <summary>One turn of the orchestrator.</summary>
    /// <param name="request">An <c>OrchestratorRequest</c> in protobuf; unchanged until the end of the call.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>An <c>OrchestratorResponse</c> in protobuf.</returns>
    ValueTask<byte[]> TurnAsync(ReadOnlyMemory<byte> request, CancellationToken cancellationToken);

    /// <summary>Executes an activity. That a step fails is a value; an exception means that the call broke.</summary>
    /// <param name="activity">One of <see cref="FunctionNames"/>.</param>
    /// <param name="instanceId">The instance that scheduled it.</param>
    /// <param name="input">JSON text.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>JSON text.</returns>
    ValueTask<string> ExecuteAsync(
        string activity,
        string instanceId,
        string input,
        CancellationToken cancellationToken
    );

    /// <summary>A run that has not ended, as its last turn left it; null when the backend has none.</summary>
    ValueTask<OpenRun?> ReadAsync(string runId, CancellationToken cancellationToken);

    /// <summary>One round of healing and retention.</summary>
    /// <returns>What it did, in words for the log; empty when there was nothing to do.</returns>
    ValueTask<IReadOnlyList<string>> TendAsync(CancellationToken cancellationToken);
}
