using System.Net;
using Azure;
using FlowFunctions.Storage.Tables;

namespace FlowFunctions.Storage.Flows;

/// <summary>
/// What a deleted flow leaves behind. Nobody sees it any more, so it may take several steps; what a crash leaves is taken with the
/// next flow of that id that is deleted.
/// </summary>
internal sealed class FlowRemoval(TableClient table, FlowBlobs blobs, FlowTable flows)
{
    private const int RowsAtOnce = 100;

    public async Task SweepAsync(FlowRecord deleted, DraftRow? draft, CancellationToken cancellationToken)
    {
        var rows = await RowsAsync(deleted, cancellationToken);
        // Read after the rows: the versions of a flow that took the id since belong to the one that is found now, or are gone.
        var living = await flows.FindAsync(deleted.Workspace, deleted.Id, cancellationToken);
        var dead = rows.Where(row => GenerationOf(row) != living?.Generation).ToList();
        foreach (var some in dead.Chunk(RowsAtOnce))
        {
            await DeleteAsync(some, cancellationToken);
        }

        if (draft is not null)
        {
            await blobs.DeleteAsync(draft.BlobName, cancellationToken);
        }

        foreach (var generation in dead.Select(GenerationOf).Append(deleted.Generation).Distinct())
        {
            await blobs.DeleteAllAsync(
                FlowBlobs.Documents(deleted with { Generation = generation }),
                cancellationToken
            );
        }
    }

    private async Task<List<TableEntity>> RowsAsync(FlowRecord flow, CancellationToken cancellationToken)
    {
        var prefix = FlowKeys.Versions(flow.Id);
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {FlowKeys.Partition(flow.Workspace)} and RowKey gt {prefix} and RowKey lt {prefix + "~"}"
        );
        return await table
            .QueryAsync(
                filter,
                select: [nameof(TableEntity.PartitionKey), nameof(TableEntity.RowKey)],
                cancellationToken: cancellationToken
            )
            .ToListAsync(cancellationToken);
    }

    private async Task DeleteAsync(TableEntity[] rows, CancellationToken cancellationToken)
    {
        try
        {
            await table.SubmitTransactionAsync(
                rows.Select(static row => new TableTransactionAction(TableTransactionActionType.Delete, row)),
                cancellationToken
            );
        }
        catch (RequestFailedException exception) when (exception.Status == (int)HttpStatusCode.NotFound)
        {
            // Somebody else sweeps, too.
        }
    }

    private static string GenerationOf(TableEntity version) => version.RowKey!.Split('~')[2];
}
