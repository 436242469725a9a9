using FlowFunctions.Engine.Contracts;
using FlowFunctions.Engine.DurableTask;
using FlowFunctions.Engine.DurableTask.Grpc;

namespace FlowFunctions.App.Durable;

/// <summary>The engine on a Durable Task backend, as this process takes part in it.</summary>
internal interface IDurableEngine : IRunEngine, IWorkItemHandler
{
    /// <summary>A run that has not ended, as its last turn left it; null when the backend has none.</summary>
    ValueTask<OpenRun?> ReadAsync(string runId, CancellationToken cancellationToken);

    /// <summary>One round of healing and retention.</summary>
    /// <returns>What it did, in words for the log; empty when there was nothing to do.</returns>
    ValueTask<IReadOnlyList<string>> TendAsync(CancellationToken cancellationToken);
}
