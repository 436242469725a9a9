namespace FlowFunctions.Engine.DurableTask.Grpc;

/// <summary>Carries out what a Durable Task backend hands out. Members are called from many threads at the same time, and more than once for the same work.</summary>
public interface IWorkItemHandler
{
    /// <summary>One turn of an orchestrator.</summary>
    /// <param name="request">A protobuf <c>OrchestratorRequest</c>, its history complete.</param>
    /// <param name="cancellationToken">The worker stops; the backend gives the turn to another one.</param>
    /// <returns>A protobuf <c>OrchestratorResponse</c>; the completion token is added to it.</returns>
    ValueTask<byte[]> TurnAsync(ReadOnlyMemory<byte> request, CancellationToken cancellationToken);

    /// <summary>One activity. When it throws, the activity counts as failed, with the exception's type and message.</summary>
    /// <param name="activity">The activity's name.</param>
    /// <param name="instanceId">The instance that scheduled it.</param>
    /// <param name="input">Its input, JSON text; <c>null</c> as text when it has none.</param>
    /// <param name="cancellationToken">The worker stops; the backend gives the activity to another one.</param>
    /// <returns>Its result, JSON text.</returns>
    ValueTask<string> ExecuteAsync(
        string activity,
        string instanceId,
        string input,
        CancellationToken cancellationToken
    );
}
