using System.Runtime.CompilerServices;
using FlowFunctions.Storage.Tables;

namespace FlowFunctions.Storage.Flows;

/// <summary>Lists of flows and of versions.</summary>
internal sealed class FlowLists(TableClient table)
{
    private const int SearchedAtOnce = 200;

    public async Task<FlowPage> FlowsAsync(FlowQuery query, CancellationToken cancellationToken)
    {
        var after = query.After is { } id && FlowKeys.IsFlowId(id) ? id : "";
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {FlowKeys.Partition(query.Workspace)} and RowKey gt {FlowKeys.Flow(after)} and RowKey lt {FlowKeys.AfterFlows}"
        );
        var rows = table.QueryAsync(
            filter,
            query.Search is null ? query.Limit + 1 : SearchedAtOnce,
            cancellationToken: cancellationToken
        );
        var found = new List<FlowRecord>();
        await foreach (var row in rows)
        {
            var flow = FlowRows.Flow(query.Workspace, row.RowKey![FlowKeys.Flow("").Length..], row);
            if (!IsWanted(flow, query.Search))
            {
                continue;
            }

            if (found.Count == query.Limit)
            {
                return new FlowPage(found, found[^1].Id);
            }

            found.Add(flow);
        }

        return new FlowPage(found, null);
    }

    /// <summary>All flows that have a published version.</summary>
    public async IAsyncEnumerable<FlowRecord> PublishedAsync(
        string workspace,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {FlowKeys.Partition(workspace)} and RowKey ge {FlowKeys.Flow("")} and RowKey lt {FlowKeys.AfterFlows} and PublishedVersion ge {1}"
        );
        await foreach (var row in table.QueryAsync(filter, cancellationToken: cancellationToken))
        {
            yield return FlowRows.Flow(workspace, row.RowKey![FlowKeys.Flow("").Length..], row);
        }
    }

    /// <summary>Versions have all numbers from 1, so a page is a range of keys.</summary>
    public async Task<VersionPage> VersionsAsync(
        FlowRecord flow,
        int? below,
        int limit,
        CancellationToken cancellationToken
    )
    {
        var newest = Math.Min((below ?? int.MaxValue) - 1, flow.Version);
        var oldest = Math.Max(newest - limit + 1, 1);
        if (newest < 1)
        {
            return new VersionPage([], null);
        }

        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {FlowKeys.Partition(flow.Workspace)} and RowKey ge {Key(oldest)} and RowKey le {Key(newest)}"
        );
        var found = new List<FlowVersion>(newest - oldest + 1);
        await foreach (var row in table.QueryAsync(filter, cancellationToken: cancellationToken))
        {
            found.Add(FlowRows.VersionOf(row));
        }

        found.Reverse();
        return new VersionPage(found, oldest > 1 ? oldest : null);

        string Key(int version) => FlowKeys.Version(flow.Id, flow.Generation, version);
    }

    private static bool IsWanted(FlowRecord flow, string? search) =>
        search is null
        || flow.Id.Contains(search, StringComparison.OrdinalIgnoreCase)
        || flow.Name?.Contains(search, StringComparison.OrdinalIgnoreCase) == true;
}
