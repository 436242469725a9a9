using FlowFunctions.Engine.Runs;
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

    /// <summary>Writes a run that has not ended, over what is there of it but its end.</summary>
    /// <param name="record">The run.</param>
    /// <param name="mistake">The code of the error of ends that are written over all the same, or null.</param>
    /// <param name="cancellationToken">Stops the requests; the run may be written.</param>
    /// <returns>False when its end is there; then nothing was changed.</returns>
    /// <remarks>
    /// Each row is changed only as it was read. A history too long for a row has no such check: if the run's end is stored while its blob is
    /// being written, the blob may stay without the last events until the run is written again.
    /// </remarks>
    /// <exception cref="Azure.RequestFailedException">The service refused, or cannot be reached.</exception>
    public Task<bool> WriteOpenAsync(
        RunRecord record,
        string? mistake = null,
        CancellationToken cancellationToken = default
    ) => new OpenRunWriter(_runs, _index, _blobs, mistake).WriteAsync(record, cancellationToken);

    /// <summary>Stores how a run ended, unless its end is there; all else that is stored of it stays.</summary>
    /// <param name="workspace">The tenant.</param>
    /// <param name="runId">The run, called by another one or not.</param>
    /// <param name="end">Its final state.</param>
    /// <param name="endedAt">When it ended.</param>
    /// <param name="error">Why it did not succeed, or null.</param>
    /// <param name="cancellationToken">Stops the requests; the end may be stored.</param>
    /// <returns>False when the run is not there, or its end is; then nothing was changed.</returns>
    /// <exception cref="Azure.RequestFailedException">The service refused, or cannot be reached.</exception>
    public async Task<bool> EndAsync(
        string workspace,
        string runId,
        RunStatus end,
        DateTimeOffset endedAt,
        RunError? error,
        CancellationToken cancellationToken = default
    )
    {
        if (await FindAsync(workspace, runId, cancellationToken) is not { } stored)
        {
            return false;
        }

        var ended = stored with { Status = end, EndedAt = endedAt, Error = error };
        return await new OpenRunWriter(_runs, _index, _blobs).EndAsync(stored, ended, cancellationToken);
    }

    /// <summary>
    /// Lists open runs of all workspaces, called ones too, that were not written for a while, in no particular order. One call makes a
    /// bounded number of requests, so it may end before it has found enough.
    /// </summary>
    /// <param name="before">Only runs that were written last before this time, by the service's clock.</param>
    /// <param name="limit">How many: 1 to 1,000.</param>
    /// <param name="continuation">Where the page before ended, or null; good for the same list of this store only.</param>
    /// <param name="cancellationToken">Stops the requests.</param>
    /// <exception cref="Azure.RequestFailedException">The service refused, or cannot be reached.</exception>
    public Task<RunPage> ListStaleAsync(
        DateTimeOffset before,
        int limit,
        string? continuation = null,
        CancellationToken cancellationToken = default
    ) => new StaleRunList(_runs).ReadAsync(before, limit, continuation, cancellationToken);

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
        if (await FindRowAsync(workspace, runId, flowId, columns: null, cancellationToken) is not { } row)
        {
            return null;
        }

        var run = RunRow.Read(row);
        var stored = run.HasHistoryBlob ? await _blobs.ReadAsync(run, cancellationToken) : HistoryColumns.Read(row);
        return new RunRecord(run, HistoryBytes.Decode(stored));
    }

    /// <summary>Reads a run without its history.</summary>
    /// <param name="workspace">The tenant.</param>
    /// <param name="runId">The run, called by another one or not.</param>
    /// <param name="cancellationToken">Stops the requests.</param>
    /// <returns>The run, or null.</returns>
    /// <exception cref="Azure.RequestFailedException">The service refused, or cannot be reached.</exception>
    public async Task<RunHeader?> FindAsync(
        string workspace,
        string runId,
        CancellationToken cancellationToken = default
    ) =>
        await FindRowAsync(workspace, runId, flowId: null, RunRow.Columns, cancellationToken) is { } row
            ? RunRow.Read(row)
            : null;

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

    private async Task<TableEntity?> FindRowAsync(
        string workspace,
        string runId,
        string? flowId,
        string[]? columns,
        CancellationToken cancellationToken
    ) =>
        RunKeys.IsCalled(runId)
        && await ReadAsync(_runs, RunKeys.OfCalled(workspace, runId), runId, columns, cancellationToken) is { } called
            ? called
            : await UncalledAsync(workspace, runId, flowId, columns, cancellationToken);

    private async Task<TableEntity?> UncalledAsync(
        string workspace,
        string runId,
        string? flowId,
        string[]? columns,
        CancellationToken cancellationToken
    )
    {
        if (
            flowId is not null
            && await OfFlowAsync(workspace, runId, flowId, columns, cancellationToken) is { } expected
        )
        {
            return expected;
        }

        var place = RunKeys.OfIndex(workspace, runId);
        var light = await ReadAsync(_index, place, runId, RunRow.Columns, cancellationToken);
        return light is null
            ? null
            : await OfFlowAsync(workspace, runId, RunRow.Read(light).FlowId, columns, cancellationToken);
    }

    private Task<TableEntity?> OfFlowAsync(
        string workspace,
        string runId,
        string flowId,
        string[]? columns,
        CancellationToken cancellationToken
    ) => ReadAsync(_runs, RunKeys.OfFlow(workspace, flowId, runId), runId, columns, cancellationToken);

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
