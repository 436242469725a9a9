using FlowFunctions.Engine.Contracts;
using FlowFunctions.Engine.DurableTask;
using FlowFunctions.Engine.DurableTask.Grpc;
using FlowFunctions.Engine.DurableTask.Tending;

namespace FlowFunctions.App.Durable;

/// <summary>The engine on a Durable Task backend, as this process takes part in it.</summary>
internal interface IDurableEngine : IRunEngine, IWorkItemHandler
{
    /// <summary>A run that has not ended, as its last turn left it; null when the backend has none.</summary>
    ValueTask<OpenRun?> ReadAsync(string runId, CancellationToken cancellationToken);

    /// <summary>One round of healing and retention.</summary>
    ValueTask<TendingReport> TendAsync(CancellationToken cancellationToken);
}
