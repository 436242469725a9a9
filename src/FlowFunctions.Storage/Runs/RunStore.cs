using FlowFunctions.Storage.Accounts;
using FlowFunctions.Storage.Tables;

namespace FlowFunctions.Storage.Runs;

/// <summary>The records of runs: tables <c>runs</c> and <c>runindex</c>, large histories in blobs. Thread-safe.</summary>
public sealed class RunStore
{
    private readonly TableClient _runs;
    private readonly TableClient _index;
    private readonly HistoryBlobs _blobs;

    /// <summary>The records of an account.</summary>
    /// <param name="account">The account; its tables and containers exist (<see cref="StorageAccount.EnsureAsync"/>).</param>
    public RunStore(StorageAccount account)
    {
        _runs = account.Tables.GetTableClient(StorageLayout.Runs);
        _index = account.Tables.GetTableClient(StorageLayout.RunIndex);
        _blobs = new HistoryBlobs(account);
    }

    /// <summary>Writes runs, over what is there of them. Written runs stay written whatever becomes of the others.</summary>
    /// <param name="records">Any number; of a run that is in it twice the last one counts.</param>
    /// <param name="cancellationToken">Stops the requests; some runs may be written.</param>
    /// <returns>The runs that could not be written, with the reason; empty when all are.</returns>
    public Task<IReadOnlyList<RunWriteFailure>> WriteAsync(
        IReadOnlyList<RunRecord> records,
        CancellationToken cancellationToken = default
    ) => new RunWriter(_runs, _index, _blobs).WriteAsync(records, cancellationToken);

    /// <summary>Reads a run with its history.</summary>
    /// <param name="workspace">The tenant.</param>
    /// <param name="runId">The run, called by another one or not.</param>
    /// <param name="flowId">The run's flow if the caller knows it, which saves a request; null if not.</param>
    /// <param name="cancellationToken">Stops the requests.</param>
    /// <returns>The run, or null.</returns>
    /// <exception cref="Azure.RequestFailedException">The service refused, or cannot be reached.</exception>
    /// <exception cref="InvalidDataException">The history is damaged.</exception>
    public async Task<RunRecord?> GetAsync(
        string workspace,
        string runId,
        string? flowId = null,
        CancellationToken cancellationToken = default
    )
    {
        var row = RunKeys.IsCalled(runId)
            ? await CalledAsync(workspace, runId, cancellationToken)
                ?? await UncalledAsync(workspace, runId, flowId, cancellationToken)
            : await UncalledAsync(workspace, runId, flowId, cancellationToken);
        if (row is null)
        {
            return null;
        }

        var run = RunRow.Read(row);
        var stored = run.HasHistoryBlob ? await _blobs.ReadAsync(run, cancellationToken) : HistoryColumns.Read(row);
        return new RunRecord(run, HistoryBytes.Decode(stored));
    }

    /// <summary>Lists runs, newest first. One call makes a bounded number of requests, so it may end before it has found enough.</summary>
    /// <param name="query">Which runs. Those that a run called are listed in the order of their ids.</param>
    /// <param name="cancellationToken">Stops the requests.</param>
    /// <returns>The runs and where to go on.</returns>
    /// <exception cref="ArgumentException">The limit is out of range, or the continuation is none that a list gave.</exception>
    /// <exception cref="Azure.RequestFailedException">The service refused, or cannot be reached.</exception>
    public Task<RunPage> ListAsync(RunQuery query, CancellationToken cancellationToken = default) =>
        new RunList(_runs, _index).ReadAsync(query, cancellationToken);

    /// <summary>Deletes runs with their histories and the runs that they called. A run that is not there is no failure.</summary>
    /// <param name="runs">Any number, as they were read or listed.</param>
    /// <param name="cancellationToken">Stops the requests; some runs may be deleted.</param>
    /// <returns>The runs that could not be deleted, with the reason; empty when all are.</returns>
    public Task<IReadOnlyList<RunDeleteFailure>> DeleteAsync(
        IReadOnlyList<RunHeader> runs,
        CancellationToken cancellationToken = default
    ) => new RunDeletion(_runs, _index, _blobs).DeleteAsync(runs, cancellationToken);

    private Task<TableEntity?> CalledAsync(string workspace, string runId, CancellationToken cancellationToken) =>
        ReadAsync(_runs, RunKeys.OfCalled(workspace, runId), runId, null, cancellationToken);

    private async Task<TableEntity?> UncalledAsync(
        string workspace,
        string runId,
        string? flowId,
        CancellationToken cancellationToken
    )
    {
        if (flowId is not null && await OfFlowAsync(workspace, runId, flowId, cancellationToken) is { } expected)
        {
            return expected;
        }

        var place = RunKeys.OfIndex(workspace, runId);
        var light = await ReadAsync(_index, place, runId, RunRow.Columns, cancellationToken);
        return light is null ? null : await OfFlowAsync(workspace, runId, RunRow.Read(light).FlowId, cancellationToken);
    }

    private Task<TableEntity?> OfFlowAsync(
        string workspace,
        string runId,
        string flowId,
        CancellationToken cancellationToken
    ) => ReadAsync(_runs, RunKeys.OfFlow(workspace, flowId, runId), runId, null, cancellationToken);

    private static async Task<TableEntity?> ReadAsync(
        TableClient table,
        string partition,
        string runId,
        string[]? columns,
        CancellationToken cancellationToken
    )
    {
        var row = RunKeys.Row(runId);
        if (!RunKeys.IsPossible(partition) || !RunKeys.IsPossible(row))
        {
            return null;
        }

        var answer = await table.GetEntityIfExistsAsync(partition, row, columns, cancellationToken);
        return answer.HasValue ? answer.Value : null;
    }
}
