using Azure;
using FlowFunctions.Storage.Accounts;
using FlowFunctions.Storage.Rows;
using FlowFunctions.Storage.Tables;

namespace FlowFunctions.Storage.Idempotency;

/// <summary>
/// Which run a caller's idempotency key stands for. Of claims at the same time one wins, whatever process they come from. A claim is
/// stored before its run starts, and a process that runs are known to only while they go on writes its name into it: nobody else starts the
/// run, unless that process does not answer the question whether it has.
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
    ) => ClaimAsync(workspace, key, requestHash, runId, _keep, starter: null, cancellationToken);

    /// <summary>Claims a key for a run, unless it stands for one, for a time of its own.</summary>
    /// <param name="workspace">The tenant.</param>
    /// <param name="key">The caller's key, any text.</param>
    /// <param name="requestHash">A hash of everything in the request that decides what the run does.</param>
    /// <param name="runId">The id that the run gets if the claim wins.</param>
    /// <param name="keepFor">How long the key stands for the run.</param>
    /// <param name="starter">The process that will start the run and says so by <see cref="ConfirmAsync"/>; null when any process may.</param>
    /// <param name="cancellationToken">Stops the requests; the claim may be stored.</param>
    /// <returns>The run that the key stands for.</returns>
    /// <exception cref="RequestFailedException">The service refused, or cannot be reached.</exception>
    public async Task<IdempotencyClaim> ClaimAsync(
        string workspace,
        string key,
        string requestHash,
        string runId,
        TimeSpan keepFor,
        string? starter = null,
        CancellationToken cancellationToken = default
    )
    {
        for (var round = 0; round < MaxRounds; round++)
        {
            var now = time.GetUtcNow();
            var row = IdempotencyRow.Write(workspace, key, runId, requestHash, now + keepFor, starter);
            if (await TryWriteAsync(() => _table.AddEntityAsync(row, cancellationToken), 409) is { } added)
            {
                return IdempotencyRow.Read(row, isNew: true, requestHash, added);
            }

            var answer = await ReadAsync(row.PartitionKey!, row.RowKey!, cancellationToken);
            if (!answer.HasValue)
            {
                continue;
            }

            // An insert whose answer was lost finds its own row.
            var found = answer.Value!;
            var isOwn = IdempotencyRow.RunOf(found) == runId;
            if (isOwn || !IdempotencyRow.HasExpired(found, now))
            {
                return IdempotencyRow.Read(found, isOwn, requestHash, found.ETag, answer.GetRawResponse().Headers.Date);
            }

            if (await TryChangeAsync(row, found.ETag, TableUpdateMode.Replace, cancellationToken) is { } replaced)
            {
                return IdempotencyRow.Read(row, isNew: true, requestHash, replaced);
            }
        }

        throw new RequestFailedException(
            409,
            "The idempotency key is deleted again and again at the same time. Try again."
        );
    }

    /// <summary>Says that a claim's run has begun: from now on nobody but its starter starts it.</summary>
    /// <param name="claim">The starter's claim.</param>
    /// <param name="cancellationToken">Stops the requests.</param>
    /// <returns>Whether the claim says so now; false when the starter has it no more.</returns>
    /// <exception cref="RequestFailedException">The service refused, or cannot be reached.</exception>
    public async Task<bool> ConfirmAsync(IdempotencyClaim claim, CancellationToken cancellationToken = default)
    {
        var change = IdempotencyRow.Begun(claim);
        var version = claim.Version;
        while (await TryChangeAsync(change, version, TableUpdateMode.Merge, cancellationToken) is null)
        {
            // Somebody has doubted it, or taken it over.
            if (await FindAsync(claim, cancellationToken) is not { } found)
            {
                return false;
            }

            version = found.ETag;
        }

        return true;
    }

    /// <summary>Asks whether a claim's starter is there: it has time to answer by <see cref="ConfirmAsync"/>.</summary>
    /// <param name="claim">The claim as it was found.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <returns>Whether it is asked now; false when the claim has changed.</returns>
    /// <exception cref="RequestFailedException">The service refused, or cannot be reached.</exception>
    public async Task<bool> TryDoubtAsync(IdempotencyClaim claim, CancellationToken cancellationToken = default) =>
        await TryChangeAsync(IdempotencyRow.Question(claim), claim.Version, TableUpdateMode.Merge, cancellationToken)
            is not null;

    /// <summary>Makes the caller a claim's starter. The run keeps its id.</summary>
    /// <param name="claim">The claim as it was found.</param>
    /// <param name="starter">The caller.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <returns>The caller's claim; null when it has changed since it was found.</returns>
    /// <exception cref="RequestFailedException">The service refused, or cannot be reached.</exception>
    public async Task<IdempotencyClaim?> TryTakeOverAsync(
        IdempotencyClaim claim,
        string starter,
        CancellationToken cancellationToken = default
    )
    {
        var change = IdempotencyRow.Taken(claim, starter);
        return await TryChangeAsync(change, claim.Version, TableUpdateMode.Merge, cancellationToken) is { } version
            ? claim with
            {
                Starter = starter,
                HasStarted = false,
                IsDoubted = false,
                Age = TimeSpan.Zero,
                Version = version,
            }
            : null;
    }

    /// <summary>The claims of a starter that has not said of them that their runs have begun, of all workspaces.</summary>
    /// <param name="starter">The process.</param>
    /// <param name="cancellationToken">Stops the requests.</param>
    /// <exception cref="RequestFailedException">The service refused, or cannot be reached.</exception>
    public IAsyncEnumerable<IdempotencyClaim> ListStartingAsync(
        string starter,
        CancellationToken cancellationToken = default
    ) =>
        _table
            .QueryAsync(IdempotencyRow.StartingBy(starter), cancellationToken: cancellationToken)
            .Select(static row => IdempotencyRow.Read(row, isNew: false, requestHash: "", row.ETag));

    /// <summary>Gives a key up whose run was not started, so that the caller can try again with it.</summary>
    /// <param name="claim">The caller's claim; if another one has its place, or its run has begun, nothing happens.</param>
    /// <param name="cancellationToken">Stops the requests.</param>
    /// <exception cref="RequestFailedException">The service refused, or cannot be reached.</exception>
    public async Task ReleaseAsync(IdempotencyClaim claim, CancellationToken cancellationToken = default)
    {
        if (await FindAsync(claim, cancellationToken) is { } found && !IdempotencyRow.HasStarted(found))
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

    private Task<NullableResponse<TableEntity>> ReadAsync(
        string partition,
        string row,
        CancellationToken cancellationToken
    ) => _table.GetEntityIfExistsAsync(partition, row, cancellationToken: cancellationToken);

    /// <summary>A claim's row as it is stored now; null when its place is another claim's, or another starter's.</summary>
    private async Task<TableEntity?> FindAsync(IdempotencyClaim claim, CancellationToken cancellationToken)
    {
        var (partition, row) = claim.Place;
        var found = await ReadAsync(partition, row, cancellationToken);
        return
            found is { HasValue: true, Value: { } stored }
            && IdempotencyRow.RunOf(stored) == claim.RunId
            && IdempotencyRow.StarterOf(stored) == claim.Starter
            ? stored
            : null;
    }

    private Task<ETag?> TryChangeAsync(
        TableEntity change,
        ETag version,
        TableUpdateMode mode,
        CancellationToken cancellationToken
    ) => TryWriteAsync(() => _table.UpdateEntityAsync(change, version, mode, cancellationToken), 404, 412);

    /// <returns>The row's new version; null when it is not as it has to be.</returns>
    private static async Task<ETag?> TryWriteAsync(Func<Task<Response>> write, params int[] expected)
    {
        Response? answer = null;
        return await StorageFailure.TryAsync(async () => answer = await write(), expected)
            ? answer!.Headers.ETag ?? ETag.All
            : null;
    }
}
