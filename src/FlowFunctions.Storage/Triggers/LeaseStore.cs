using Azure;
using FlowFunctions.Storage.Accounts;
using FlowFunctions.Storage.Tables;

namespace FlowFunctions.Storage.Triggers;

/// <summary>
/// Leases: of several processes one has a name for itself until it stops renewing. How old a lease is is measured between two times of the
/// storage account, so the clocks of the processes need not agree.
/// </summary>
/// <param name="account">The account; its tables exist (<see cref="StorageAccount.EnsureAsync"/>).</param>
public sealed class LeaseStore(StorageAccount account)
{
    private const string Partition = "lease";
    private const string Owner = "Owner";
    private readonly TableClient _table = account.Tables.GetTableClient(StorageLayout.Triggers);

    /// <summary>Takes a lease that nobody has, or renews the caller's own.</summary>
    /// <param name="name">The lease.</param>
    /// <param name="owner">The caller. A process that starts again under its name has its lease back at once.</param>
    /// <param name="lifetime">A lease that was not renewed for so long is free; the same for all that ask for it.</param>
    /// <param name="cancellationToken">Stops the requests; the lease may be taken.</param>
    /// <returns>Whether the caller has it, for the lifetime, counted from the moment before the call.</returns>
    /// <exception cref="RequestFailedException">The service refused, or cannot be reached.</exception>
    public async Task<bool> TryTakeAsync(
        string name,
        string owner,
        TimeSpan lifetime,
        CancellationToken cancellationToken = default
    )
    {
        var found = await FindAsync(name, cancellationToken);
        var lease = new TableEntity(Partition, TableKey.Of(Partition, name)) { { Owner, owner } };
        if (!found.HasValue)
        {
            return await StorageFailure.TryAsync(() => _table.AddEntityAsync(lease, cancellationToken), 409);
        }

        return IsFree(found, owner, lifetime)
            && await StorageFailure.TryAsync(
                () => _table.UpdateEntityAsync(lease, found.Value!.ETag, TableUpdateMode.Replace, cancellationToken),
                404,
                412
            );
    }

    /// <summary>Gives a lease up, so that another can take it at once. Nothing happens if somebody else has it.</summary>
    /// <param name="name">The lease.</param>
    /// <param name="owner">The caller.</param>
    /// <param name="cancellationToken">Stops the requests.</param>
    /// <exception cref="RequestFailedException">The service refused, or cannot be reached.</exception>
    public async Task ReleaseAsync(string name, string owner, CancellationToken cancellationToken = default)
    {
        var found = await FindAsync(name, cancellationToken);
        if (found.HasValue && found.Value!.GetString(Owner) == owner)
        {
            await StorageFailure.TryAsync(
                () =>
                    _table.DeleteEntityAsync(
                        Partition,
                        TableKey.Of(Partition, name),
                        found.Value.ETag,
                        cancellationToken
                    ),
                412
            );
        }
    }

    private Task<NullableResponse<TableEntity>> FindAsync(string name, CancellationToken cancellationToken) =>
        _table.GetEntityIfExistsAsync(Partition, TableKey.Of(Partition, name), cancellationToken: cancellationToken);

    /// <summary>The answer's date is cut to seconds, so that the age is never found too great.</summary>
    private static bool IsFree(NullableResponse<TableEntity> found, string owner, TimeSpan lifetime) =>
        found.Value!.GetString(Owner) == owner
        || found.GetRawResponse().Headers.Date - found.Value.Timestamp >= lifetime;
}
