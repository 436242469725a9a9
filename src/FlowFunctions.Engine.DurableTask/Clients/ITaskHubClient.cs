namespace FlowFunctions.Engine.DurableTask.Clients;

/// <summary>
/// What is asked of a Durable Task backend from outside an orchestration. Each call has a timeout and a bounded number of retries of its own.
/// All members may be called at the same time.
/// </summary>
/// <remarks>All members throw <see cref="TaskHubUnavailableException"/> when the backend cannot be reached or refuses for now.</remarks>
public interface ITaskHubClient
{
    /// <summary>Starts an instance; when the call returns, the start is durable.</summary>
    /// <param name="instanceId">Its id.</param>
    /// <param name="orchestrator">The orchestrator's name.</param>
    /// <param name="input">Its input, JSON text.</param>
    /// <param name="cancellationToken">Gives up; it may have been started.</param>
    /// <returns>False when an instance with the id is there that has not ended; then nothing was changed.</returns>
    ValueTask<bool> StartAsync(
        string instanceId,
        string orchestrator,
        string input,
        CancellationToken cancellationToken = default
    );

    /// <summary>Reads an instance's state; null when there is none.</summary>
    ValueTask<InstanceState?> GetAsync(string instanceId, CancellationToken cancellationToken = default);

    /// <summary>Sends an event to an instance, which gets it once or more, in the order of arrival.</summary>
    /// <param name="instanceId">The instance.</param>
    /// <param name="name">The event's name.</param>
    /// <param name="data">What it carries, JSON text.</param>
    /// <param name="cancellationToken">Gives up; it may have been sent.</param>
    /// <returns>False when the backend knows that there is no such instance or that it has ended.</returns>
    ValueTask<bool> SendEventAsync(
        string instanceId,
        string name,
        string data,
        CancellationToken cancellationToken = default
    );

    /// <summary>Ends an instance.</summary>
    /// <returns>False when there is no such instance or it has ended.</returns>
    ValueTask<bool> TerminateAsync(string instanceId, string reason, CancellationToken cancellationToken = default);

    /// <summary>Lets an instance that has failed go on from where it failed.</summary>
    /// <returns>False when there is no such instance or it has not failed.</returns>
    ValueTask<bool> RewindAsync(string instanceId, string reason, CancellationToken cancellationToken = default);

    /// <summary>Deletes an instance that has ended, with its history.</summary>
    /// <returns>False when there is no such instance (any more) or it has not ended.</returns>
    ValueTask<bool> PurgeAsync(string instanceId, CancellationToken cancellationToken = default);

    /// <summary>Lists instances, one page a call, in no particular order.</summary>
    ValueTask<InstancePage> ListAsync(InstanceQuery query, CancellationToken cancellationToken = default);
}
