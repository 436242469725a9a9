namespace FlowFunctions.Engine.DurableTask.Hub;

/// <summary>What a task hub asks of the code that it hosts. The hub may call it for several instances at the same time, never twice for one turn at once.</summary>
internal interface IHubWorker
{
    /// <summary>Carries out one turn of an orchestrator.</summary>
    /// <param name="orchestrator">The orchestrator's name.</param>
    /// <param name="request">An <c>OrchestratorRequest</c>, protobuf.</param>
    /// <param name="cancellationToken">The hub is stopping.</param>
    /// <returns>An <c>OrchestratorResponse</c>, protobuf. Whatever is thrown is a broken host call and makes the instance fail.</returns>
    ValueTask<byte[]> TurnAsync(string orchestrator, byte[] request, CancellationToken cancellationToken);

    /// <summary>Executes an activity.</summary>
    /// <param name="activity">The activity's name.</param>
    /// <param name="instanceId">The instance that scheduled it.</param>
    /// <param name="input">Its input, JSON text.</param>
    /// <param name="cancellationToken">The hub is stopping.</param>
    /// <returns>Its result, JSON text. Whatever is thrown is a broken host call: the orchestrator gets <c>TaskFailed</c>.</returns>
    ValueTask<string> ExecuteAsync(
        string activity,
        string instanceId,
        string input,
        CancellationToken cancellationToken
    );
}
