using FlowFunctions.Storage.Tables;

namespace FlowFunctions.Storage.Runs;

/// <summary>A query as a filter on the keys of partitions and rows, and on columns only for what keys do not tell.</summary>
internal static class RunFilter
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(1);

    /// <summary>Whether what is asked for can be a key at all.</summary>
    public static bool CanMatch(RunQuery query) =>
        RunKeys.IsPossible(RunKeys.InFlow(query.Workspace, query.FlowId ?? ""))
        && (query.ParentRunId is null || RunKeys.IsPossible(RunKeys.Row(query.ParentRunId)));

    /// <summary>Runs that no run called, in table <c>runs</c> with a flow, else in table <c>runindex</c>.</summary>
    public static string Of(RunQuery query)
    {
        var begin = query.FlowId is { } flow ? RunKeys.InFlow(query.Workspace, flow) : RunKeys.InIndex(query.Workspace);
        var first = Ceiling(query.From);
        var last = Ceiling(query.To) - Step;
        var newest = begin + NewestSlice(query, last);
        var oldest = begin + OldestSlice(query, first);
        var filter = TableClient.CreateQueryFilter($"PartitionKey ge {newest} and PartitionKey le {oldest}");
        if (last is { } until)
        {
            filter += TableClient.CreateQueryFilter($" and RowKey ge {RunKeys.Moment(until)}");
        }

        if (first is { } since)
        {
            filter += TableClient.CreateQueryFilter($" and RowKey lt {RunKeys.Moment(since - Step)}");
        }

        return filter + After(query, newest) + Status(query);
    }

    /// <summary>Runs that a run called.</summary>
    public static string OfCalled(RunQuery query, string parent)
    {
        var partition = RunKeys.OfCalled(query.Workspace, parent);
        var (from, before) = RunKeys.Called(parent);
        return TableClient.CreateQueryFilter(
                $"PartitionKey eq {partition} and RowKey ge {from} and RowKey lt {before} and Parent eq {parent}"
            )
            + After(query, partition)
            + Status(query);
    }

    /// <summary>A list that goes on behind a run begins in that run's slice.</summary>
    private static string NewestSlice(RunQuery query, DateTimeOffset? last)
    {
        var slice = last is { } to ? RunKeys.Slice(to) : "";
        return query.After is { } after && RunKeys.SliceOf(after) is var next && string.CompareOrdinal(next, slice) > 0
            ? next
            : slice;
    }

    /// <summary>In later partitions all rows are behind it, also those of ids without a time, whose order is another.</summary>
    private static string After(RunQuery query, string partition) =>
        query.After is { } after
            ? TableClient.CreateQueryFilter($" and (RowKey gt {RunKeys.Row(after)} or PartitionKey gt {partition})")
            : "";

    /// <summary>Ids without a time are outside every span of time.</summary>
    private static string OldestSlice(RunQuery query, DateTimeOffset? first) =>
        first is { } since ? RunKeys.Slice(since)
        : query.To is null ? RunKeys.LastSlice
        : RunKeys.Slice(DateTimeOffset.UnixEpoch);

    private static string Status(RunQuery query) =>
        query.Status is { } status ? TableClient.CreateQueryFilter($" and Status eq {status.ToString()}") : "";

    /// <summary>The first whole millisecond from a time on, within what an id can hold.</summary>
    private static DateTimeOffset? Ceiling(DateTimeOffset? time)
    {
        if (time is not { } given)
        {
            return null;
        }

        var ticks = Math.Clamp(
            given.UtcTicks,
            DateTimeOffset.UnixEpoch.UtcTicks + Step.Ticks,
            DateTimeOffset.MaxValue.UtcTicks - Step.Ticks
        );
        var over = ticks % Step.Ticks;
        return new DateTimeOffset(ticks - over, TimeSpan.Zero) + (over == 0 ? TimeSpan.Zero : Step);
    }
}
