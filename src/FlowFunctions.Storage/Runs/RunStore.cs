using FlowFunctions.Storage.Accounts;

namespace FlowFunctions.Storage.Runs;

/// <summary>The records of runs: tables <c>runs</c> and <c>runindex</c>, large histories in blobs. Thread-safe.</summary>
/// <param name="account">The account; its tables and containers exist (<see cref="StorageAccount.EnsureAsync"/>).</param>
public sealed class RunStore(StorageAccount account)
{
    /// <summary>Writes runs, over what is there of them. Written runs stay written whatever becomes of the others.</summary>
    /// <param name="records">Any number; of a run that is in it twice the last one counts.</param>
    /// <param name="cancellationToken">Stops the requests; some runs may be written.</param>
    /// <returns>The runs that could not be written, with the reason; empty when all are.</returns>
    public Task<IReadOnlyList<RunWriteFailure>> WriteAsync(
        IReadOnlyList<RunRecord> records,
        CancellationToken cancellationToken = default
    ) => throw new NotSupportedException($"{account.Tables.Uri} {records.Count} {cancellationToken}");

    /// <summary>Reads a run with its history.</summary>
    /// <param name="workspace">The tenant.</param>
    /// <param name="runId">The run, called by another one or not.</param>
    /// <param name="flowId">The run's flow if the caller knows it, which saves a request; null if not.</param>
    /// <param name="cancellationToken">Stops the requests.</param>
    /// <returns>The run, or null.</returns>
    /// <exception cref="Azure.RequestFailedException">The service refused, or cannot be reached.</exception>
    public Task<RunRecord?> GetAsync(
        string workspace,
        string runId,
        string? flowId = null,
        CancellationToken cancellationToken = default
    ) => throw new NotSupportedException($"{account.Tables.Uri} {workspace} {runId} {flowId} {cancellationToken}");

    /// <summary>Lists runs, newest first. One call reads a bounded number of pages, so it may end before it has found enough.</summary>
    /// <param name="query">Which runs.</param>
    /// <param name="cancellationToken">Stops the requests.</param>
    /// <returns>The runs and where to go on.</returns>
    /// <exception cref="ArgumentException">The limit is out of range, or the continuation is none of this query's.</exception>
    /// <exception cref="Azure.RequestFailedException">The service refused, or cannot be reached.</exception>
    public Task<RunPage> ListAsync(RunQuery query, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException($"{account.Tables.Uri} {query} {cancellationToken}");

    /// <summary>Deletes runs with their histories and the runs that they called. A run that is not there is no failure.</summary>
    /// <param name="runs">Any number, as they were read or listed.</param>
    /// <param name="cancellationToken">Stops the requests; some runs may be deleted.</param>
    /// <returns>The runs that could not be deleted, with the reason; empty when all are.</returns>
    public Task<IReadOnlyList<RunDeleteFailure>> DeleteAsync(
        IReadOnlyList<RunHeader> runs,
        CancellationToken cancellationToken = default
    ) => throw new NotSupportedException($"{account.Tables.Uri} {runs.Count} {cancellationToken}");
}
