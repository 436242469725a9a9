using Azure;
using FlowFunctions.Storage.Accounts;
using FlowFunctions.Storage.Rows;
using FlowFunctions.Storage.Tables;

namespace FlowFunctions.Storage.Idempotency;

/// <summary>
/// Which run a caller's idempotency key stands for. Of claims at the same time one wins, whatever process they come from. A claim is
/// stored before its run starts: whoever finds one whose run does not exist starts that run, under its id.
/// </summary>
/// <param name="account">The account; its tables exist (<see cref="StorageAccount.EnsureAsync"/>).</param>
/// <param name="time">The clock that claims expire by.</param>
/// <param name="keep">How long a key stands for its run; by default 24 h.</param>
public sealed class IdempotencyStore(StorageAccount account, TimeProvider time, TimeSpan? keep = null)
{
    /// <summary>How long a key stands for its run unless something else is asked for.</summary>
    public static readonly TimeSpan DefaultKeep = TimeSpan.FromHours(24);

    /// <summary>How often a claim may change while it is looked at, before something must be wrong.</summary>
    private const int MaxRounds = 10;

    private readonly TableClient _table = account.Tables.GetTableClient(StorageLayout.Idempotency);
    private readonly TimeSpan _keep = keep ?? DefaultKeep;

    /// <summary>Claims a key for a run, unless it stands for one.</summary>
    /// <param name="workspace">The tenant.</param>
    /// <param name="key">The caller's key, any text.</param>
    /// <param name="requestHash">A hash of everything in the request that decides what the run does.</param>
    /// <param name="runId">The id that the run gets if the claim wins.</param>
    /// <param name="cancellationToken">Stops the requests; the claim may be stored.</param>
    /// <returns>The run that the key stands for.</returns>
    /// <exception cref="RequestFailedException">The service refused, or cannot be reached.</exception>
    public Task<IdempotencyClaim> ClaimAsync(
        string workspace,
        string key,
        string requestHash,
        string runId,
        CancellationToken cancellationToken = default
    ) => ClaimAsync(workspace, key, requestHash, runId, _keep, cancellationToken);

    /// <summary>Claims a key for a run, unless it stands for one, for a time of its own.</summary>
    /// <param name="workspace">The tenant.</param>
    /// <param name="key">The caller's key, any text.</param>
    /// <param name="requestHash">A hash of everything in the request that decides what the run does.</param>
    /// <param name="runId">The id that the run gets if the claim wins.</param>
    /// <param name="keepFor">How long the key stands for the run.</param>
    /// <param name="cancellationToken">Stops the requests; the claim may be stored.</param>
    /// <returns>The run that the key stands for.</returns>
    /// <exception cref="RequestFailedException">The service refused, or cannot be reached.</exception>
    public async Task<IdempotencyClaim> ClaimAsync(
        string workspace,
        string key,
        string requestHash,
        string runId,
        TimeSpan keepFor,
        CancellationToken cancellationToken = default
    )
    {
        for (var round = 0; round < MaxRounds; round++)
        {
            var now = time.GetUtcNow();
            var row = IdempotencyRow.Write(workspace, key, runId, requestHash, now + keepFor);
            if (await StorageFailure.TryAsync(() => _table.AddEntityAsync(row, cancellationToken), 409))
            {
                return new IdempotencyClaim(runId, IsNew: true, Matches: true);
            }

            if (await FindAsync(row.PartitionKey!, row.RowKey!, cancellationToken) is not { } found)
            {
                continue;
            }

            // An insert whose answer was lost finds its own row.
            var winner = IdempotencyRow.RunOf(found);
            if (winner == runId || !IdempotencyRow.HasExpired(found, now))
            {
                return new IdempotencyClaim(winner, winner == runId, IdempotencyRow.IsFor(found, requestHash));
            }

            if (await TryReplaceAsync(found, row, cancellationToken))
            {
                return new IdempotencyClaim(runId, IsNew: true, Matches: true);
            }
        }

        throw new RequestFailedException(
            409,
            "The idempotency key is deleted again and again at the same time. Try again."
        );
    }

    /// <summary>Gives a key up whose run was not started, so that the caller can try again with it.</summary>
    /// <param name="workspace">The tenant.</param>
    /// <param name="key">The caller's key.</param>
    /// <param name="runId">The run that it was claimed for; if it stands for another one by now nothing happens.</param>
    /// <param name="cancellationToken">Stops the requests.</param>
    /// <exception cref="RequestFailedException">The service refused, or cannot be reached.</exception>
    public async Task ReleaseAsync(
        string workspace,
        string key,
        string runId,
        CancellationToken cancellationToken = default
    )
    {
        var (partition, row) = IdempotencyRow.KeyOf(workspace, key);
        if (await FindAsync(partition, row, cancellationToken) is { } found && IdempotencyRow.RunOf(found) == runId)
        {
            await RowDeletion.TryDeleteAsync(_table, found, cancellationToken);
        }
    }

    /// <summary>Deletes claims that have expired, of all workspaces. Can be stopped at any time and done again.</summary>
    /// <param name="limit">How many at most: 1 to 1,000.</param>
    /// <param name="cancellationToken">Stops the requests.</param>
    /// <returns>How many were found; fewer than the limit when no more may be left.</returns>
    /// <exception cref="RequestFailedException">The service refused, or cannot be reached.</exception>
    public Task<int> CleanAsync(int limit = 100, CancellationToken cancellationToken = default) =>
        RowDeletion.DeleteAsync(
            _table,
            TableClient.CreateQueryFilter($"ExpiresAt le {time.GetUtcNow()}"),
            limit,
            cancellationToken
        );

    private async Task<TableEntity?> FindAsync(string partition, string row, CancellationToken cancellationToken)
    {
        var found = await _table.GetEntityIfExistsAsync(partition, row, cancellationToken: cancellationToken);
        return found.HasValue ? found.Value : null;
    }

    private Task<bool> TryReplaceAsync(TableEntity found, TableEntity claim, CancellationToken cancellationToken) =>
        StorageFailure.TryAsync(
            () => _table.UpdateEntityAsync(claim, found.ETag, TableUpdateMode.Replace, cancellationToken),
            404,
            412
        );
}
