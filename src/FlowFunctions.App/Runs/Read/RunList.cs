using FlowFunctions.App.Problems;
using FlowFunctions.App.Runs.Live;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Storage.Runs;

namespace FlowFunctions.App.Runs.Read;

/// <summary>Lists runs in memory and in the tables as one, newest first.</summary>
internal sealed class RunList(IRunSource runs, RunStore store)
{
    public async Task<RunPage> ReadAsync(RunQuery query, CancellationToken cancellationToken)
    {
        var (after, token) = Split(query.Continuation);

        // Memory first: a run that is stored in between is then found twice, not never.
        var inMemory = runs.List(after).Where(run => Matches(run, query)).Take(query.Limit + 1).ToList();
        var stored = await StoredAsync(query with { Continuation = token ?? after }, cancellationToken);
        var merged = Merge(inMemory, stored.Items).TakeWhile(run => IsCovered(run, stored)).ToList();
        return merged.Count > query.Limit ? new RunPage(merged[..query.Limit], merged[query.Limit - 1].RunId)
            : IsToken(stored.Continuation) ? new RunPage(merged, merged.LastOrDefault()?.RunId + stored.Continuation)
            : new RunPage(merged, stored.Continuation);
    }

    /// <summary>A continuation names the last run in memory, the place in the tables, or both.</summary>
    private static (string? After, string? Token) Split(string? continuation)
    {
        var mark = continuation?.IndexOf(RunQuery.TokenMark, StringComparison.Ordinal) ?? -1;
        return mark < 0 ? (continuation, null) : (mark == 0 ? null : continuation![..mark], continuation![mark..]);
    }

    private static bool IsToken(string? continuation) =>
        continuation?.StartsWith(RunQuery.TokenMark, StringComparison.Ordinal) is true;

    /// <exception cref="ProblemException">400: the continuation is none of a list of runs.</exception>
    private async Task<RunPage> StoredAsync(RunQuery query, CancellationToken cancellationToken)
    {
        try
        {
            return await store.ListAsync(query, cancellationToken);
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException)
        {
            throw new ProblemException(
                Problem.BadRequest("'continuation' is none of this list. Leave it out to begin again.")
            );
        }
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
        stored.Continuation is null
        || IsToken(stored.Continuation)
        || string.CompareOrdinal(run.RunId, stored.Continuation) <= 0;

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
