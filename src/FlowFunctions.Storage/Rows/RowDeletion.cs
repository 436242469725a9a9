using FlowFunctions.Storage.Accounts;
using FlowFunctions.Storage.Tables;

namespace FlowFunctions.Storage.Rows;

/// <summary>Deletes rows that nobody needs any more, whichever partitions they are in. Can be stopped at any time and done again.</summary>
internal static class RowDeletion
{
    private const int AtOnce = 4;
    private static readonly string[] Keys = [nameof(TableEntity.PartitionKey), nameof(TableEntity.RowKey)];

    /// <summary>Deletes rows as they are found; one that was written anew since stays.</summary>
    /// <param name="table">The table.</param>
    /// <param name="filter">Which rows.</param>
    /// <param name="limit">How many at most: 1 to 1,000.</param>
    /// <param name="cancellationToken">Stops the requests.</param>
    /// <returns>How many were found; fewer than the limit when no more may be left.</returns>
    /// <exception cref="Azure.RequestFailedException">The service refused, or cannot be reached.</exception>
    public static async Task<int> DeleteAsync(
        TableClient table,
        string filter,
        int limit,
        CancellationToken cancellationToken
    )
    {
        var rows = await table
            .QueryAsync(filter, limit, Keys, cancellationToken)
            .Take(limit)
            .ToListAsync(cancellationToken);
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(rows, options, async (row, token) => await TryDeleteAsync(table, row, token));
        return rows.Count;
    }

    /// <summary>Deletes a row as it was read.</summary>
    /// <returns>Whether it is gone; false when it was written anew since.</returns>
    public static Task<bool> TryDeleteAsync(TableClient table, TableEntity row, CancellationToken cancellationToken) =>
        StorageFailure.TryAsync(
            () => table.DeleteEntityAsync(row.PartitionKey!, row.RowKey!, row.ETag, cancellationToken),
            412
        );
}
