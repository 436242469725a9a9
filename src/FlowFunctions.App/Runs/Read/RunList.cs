using FlowFunctions.App.Runs.Live;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Storage.Runs;

namespace FlowFunctions.App.Runs.Read;

/// <summary>Lists runs in memory and in the tables as one, newest first.</summary>
internal sealed class RunList(LiveRuns live, RunStore store)
{
    public async Task<RunPage> ReadAsync(RunQuery query, CancellationToken cancellationToken)
    {
        // Memory first: a run that is stored in between is then found twice, not never.
        var inMemory = live.List(query.Continuation).Where(run => Matches(run, query)).Take(query.Limit + 1).ToList();
        var stored = await store.ListAsync(query, cancellationToken);
        var merged = Merge(inMemory, stored.Items).TakeWhile(run => IsCovered(run, stored)).ToList();
        return merged.Count > query.Limit
            ? new RunPage(merged[..query.Limit], merged[query.Limit - 1].RunId)
            : new RunPage(merged, stored.Continuation);
    }

    /// <summary>Whether a run in memory is asked for; what the tables give is.</summary>
    public static bool Matches(RunHeader run, RunQuery query) =>
        run.Workspace == query.Workspace
        && run.ParentRunId == query.ParentRunId
        && (query.FlowId is null || run.FlowId == query.FlowId)
        && (query.Status is null || run.Status == query.Status)
        && IsInTime(run, query);

    private static bool IsInTime(RunHeader run, RunQuery query) =>
        (query.From is null && query.To is null)
        || (
            RunIds.TimeOf(run.RunId) is { } time
            && (query.From is null || time >= query.From)
            && (query.To is null || time < query.To)
        );

    /// <summary>Where the tables have more, nothing behind the last run they gave may be shown yet.</summary>
    private static bool IsCovered(RunHeader run, RunPage stored) =>
        stored.Continuation is null || string.CompareOrdinal(run.RunId, stored.Continuation) <= 0;

    private static IEnumerable<RunHeader> Merge(List<RunHeader> inMemory, IReadOnlyList<RunHeader> stored)
    {
        var next = 0;
        foreach (var run in stored)
        {
            while (next < inMemory.Count && string.CompareOrdinal(inMemory[next].RunId, run.RunId) < 0)
            {
                yield return inMemory[next++];
            }

            if (next < inMemory.Count && inMemory[next].RunId == run.RunId)
            {
                // The same run: memory knows it better.
                yield return inMemory[next++];
            }
            else
            {
                yield return run;
            }
        }

        while (next < inMemory.Count)
        {
            yield return inMemory[next++];
        }
    }
}
