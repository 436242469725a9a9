using Azure;
using FlowFunctions.Storage.Accounts;
using FlowFunctions.Storage.Rows;
using FlowFunctions.Storage.Tables;

namespace FlowFunctions.Storage.Callbacks;

/// <summary>
/// Who is to be told of which run's end. A callback is stored before its run starts, so it is found whatever becomes of the process that
/// took it; whoever sends it leases it first.
/// </summary>
/// <param name="account">The account; its tables exist (<see cref="StorageAccount.EnsureAsync"/>).</param>
public sealed class CallbackStore(StorageAccount account)
{
    private readonly TableClient _table = account.Tables.GetTableClient(StorageLayout.Callbacks);

    /// <summary>Stores a callback of a run that is about to start, over an older one of that run.</summary>
    /// <param name="callback">The callback; it waits.</param>
    /// <param name="cancellationToken">Stops the request; the callback may be stored.</param>
    /// <exception cref="RequestFailedException">The service refused, or cannot be reached.</exception>
    public Task AddAsync(RunCallback callback, CancellationToken cancellationToken = default) =>
        _table.UpsertEntityAsync(CallbackRow.Write(callback), TableUpdateMode.Replace, cancellationToken);

    /// <summary>Finds a run's callback, whether it waits or has ended; null when it has none.</summary>
    /// <param name="workspace">The tenant.</param>
    /// <param name="runId">The run.</param>
    /// <param name="cancellationToken">Stops the requests.</param>
    /// <exception cref="RequestFailedException">The service refused, or cannot be reached.</exception>
    public async Task<RunCallback?> FindAsync(
        string workspace,
        string runId,
        CancellationToken cancellationToken = default
    ) =>
        await FindWaitingAsync(workspace, runId, cancellationToken)
        ?? await ReadAsync(CallbackRow.EndedOf(workspace), workspace, runId, cancellationToken);

    /// <summary>Finds a run's callback if it waits.</summary>
    /// <param name="workspace">The tenant.</param>
    /// <param name="runId">The run.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <exception cref="RequestFailedException">The service refused, or cannot be reached.</exception>
    public Task<RunCallback?> FindWaitingAsync(
        string workspace,
        string runId,
        CancellationToken cancellationToken = default
    ) => ReadAsync(CallbackRow.Waiting, workspace, runId, cancellationToken);

    /// <summary>Lists the callbacks that wait, of all workspaces.</summary>
    /// <param name="after">Goes on behind a place that <see cref="PlaceOf"/> gave; null begins.</param>
    /// <param name="cancellationToken">Stops the requests.</param>
    /// <exception cref="RequestFailedException">The service refused, or cannot be reached.</exception>
    public IAsyncEnumerable<RunCallback> ListWaitingAsync(
        string? after = null,
        CancellationToken cancellationToken = default
    ) =>
        _table
            .QueryAsync(
                TableClient.CreateQueryFilter($"PartitionKey eq {CallbackRow.Waiting} and RowKey gt {after ?? ""}"),
                cancellationToken: cancellationToken
            )
            .Select(CallbackRow.Read);

    /// <summary>Where a callback stands in the list of those that wait.</summary>
    /// <param name="callback">The callback.</param>
    public static string PlaceOf(RunCallback callback) => CallbackRow.RowOf(callback.Workspace, callback.RunId);

    /// <summary>Changes a callback that waits and goes on waiting, if nobody has changed it since it was read: so of many one sends it.</summary>
    /// <param name="changed">The callback as it was read, with what is to change.</param>
    /// <param name="cancellationToken">Stops the request; the change may be stored.</param>
    /// <returns>The callback as it is stored now; null when somebody was quicker.</returns>
    /// <exception cref="RequestFailedException">The service refused, or cannot be reached.</exception>
    public async Task<RunCallback?> TryUpdateAsync(RunCallback changed, CancellationToken cancellationToken = default)
    {
        ETag? stored = null;
        var won = await StorageFailure.TryAsync(
            async () =>
                stored = (
                    await _table.UpdateEntityAsync(
                        CallbackRow.Write(changed),
                        changed.ETag,
                        TableUpdateMode.Replace,
                        cancellationToken
                    )
                )
                    .Headers
                    .ETag,
            404,
            412
        );
        return won ? changed with { ETag = stored!.Value } : null;
    }

    /// <summary>Stores how a callback ended; it waits no more. Can be stopped at any time and done again.</summary>
    /// <param name="ended">The callback with its end.</param>
    /// <param name="cancellationToken">Stops the requests.</param>
    /// <exception cref="RequestFailedException">The service refused, or cannot be reached.</exception>
    public async Task EndAsync(RunCallback ended, CancellationToken cancellationToken = default)
    {
        // In this order: at every moment it is found in one place at least.
        await _table.UpsertEntityAsync(CallbackRow.Write(ended), TableUpdateMode.Replace, cancellationToken);
        await DeleteAsync(CallbackRow.Waiting, ended.Workspace, ended.RunId, cancellationToken);
    }

    /// <summary>Deletes a run's callback, whether it waits or has ended; none is no failure.</summary>
    /// <param name="workspace">The tenant.</param>
    /// <param name="runId">The run.</param>
    /// <param name="cancellationToken">Stops the requests.</param>
    /// <exception cref="RequestFailedException">The service refused, or cannot be reached.</exception>
    public async Task DeleteAsync(string workspace, string runId, CancellationToken cancellationToken = default)
    {
        await DeleteAsync(CallbackRow.Waiting, workspace, runId, cancellationToken);
        await DeleteAsync(CallbackRow.EndedOf(workspace), workspace, runId, cancellationToken);
    }

    /// <summary>Deletes callbacks that ended long ago, of all workspaces. Can be stopped at any time and done again.</summary>
    /// <param name="before">Those that ended before this time.</param>
    /// <param name="limit">How many at most: 1 to 1,000.</param>
    /// <param name="cancellationToken">Stops the requests.</param>
    /// <returns>How many were found; fewer than the limit when no more may be left.</returns>
    /// <exception cref="RequestFailedException">The service refused, or cannot be reached.</exception>
    public Task<int> CleanAsync(
        DateTimeOffset before,
        int limit = 100,
        CancellationToken cancellationToken = default
    ) =>
        RowDeletion.DeleteAsync(
            _table,
            TableClient.CreateQueryFilter($"EndedAt lt {before}"),
            limit,
            cancellationToken
        );

    private async Task<RunCallback?> ReadAsync(
        string partition,
        string workspace,
        string runId,
        CancellationToken cancellationToken
    )
    {
        var row = CallbackRow.RowOf(workspace, runId);
        var found = await _table.GetEntityIfExistsAsync(partition, row, cancellationToken: cancellationToken);
        return found.HasValue ? CallbackRow.Read(found.Value!) : null;
    }

    private Task<Response> DeleteAsync(
        string partition,
        string workspace,
        string runId,
        CancellationToken cancellationToken
    ) => _table.DeleteEntityAsync(partition, CallbackRow.RowOf(workspace, runId), cancellationToken: cancellationToken);
}
