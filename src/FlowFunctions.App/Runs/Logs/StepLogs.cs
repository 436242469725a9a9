using System.Runtime.CompilerServices;
using FlowFunctions.Storage.Logs;

namespace FlowFunctions.App.Runs.Logs;

/// <summary>
/// What the steps of a run wrote, read on from where the last reading ended. However much it is, only a block of each log is held at a time, and
/// a log is opened only when the reading comes to the time of its attempt.
/// </summary>
/// <param name="store">The logs.</param>
/// <param name="workspace">The tenant.</param>
/// <param name="runId">The run.</param>
/// <param name="filter">Which lines.</param>
/// <param name="from">Lines before this time are left out.</param>
/// <param name="until">Lines from this time on need not be read.</param>
internal sealed class StepLogs(
    LogStore store,
    string workspace,
    string runId,
    LogFilter filter,
    DateTimeOffset from,
    DateTimeOffset until
)
{
    /// <summary>What is held of all logs together: 32 MB, or 128 KB of each when there are more than 256.</summary>
    private const int MaxHeldBytes = 32 * 1024 * 1024;
    private const int MaxBlockBytes = 1024 * 1024;
    private const int MaxOpenedAtOnce = 16;

    /// <summary>How far the clocks of the app's instances and of storage may differ.</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(10);

    private readonly Dictionary<LogKey, long> _offsets = [];

    /// <summary>The lines that are new, by time, then by step path and attempt.</summary>
    /// <param name="starts">When attempts started, as far as it is known.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="Azure.RequestFailedException">The storage account does not answer.</exception>
    public async IAsyncEnumerable<LogLine> ReadAsync(
        IReadOnlyDictionary<(string Step, int Attempt), DateTimeOffset> starts,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var closed = await ListAsync(starts, cancellationToken);
        var open = new PriorityQueue<LogCursor, (DateTimeOffset At, int Rank)>();
        while (true)
        {
            await OpenAsync(closed, open, cancellationToken);
            if (!open.TryDequeue(out var cursor, out _))
            {
                yield break;
            }

            yield return cursor.Line!;
            await MoveAsync(cursor, open, cancellationToken);
        }
    }

    /// <summary>The logs that may have new lines, by the times of their first ones.</summary>
    private async Task<Queue<ListedLog>> ListAsync(
        IReadOnlyDictionary<(string Step, int Attempt), DateTimeOffset> starts,
        CancellationToken cancellationToken
    )
    {
        var logs = new List<LogAttempt>();
        await foreach (var log in store.ListAsync(workspace, runId, cancellationToken))
        {
            if (filter.Fits(log.Key.StepPath, log.Key.Attempt) && MayHaveNew(log))
            {
                logs.Add(log);
            }
        }

        var listed = logs.OrderBy(static log => log.Key.StepPath, StringComparer.Ordinal)
            .ThenBy(static log => log.Key.Attempt)
            .Select(
                (log, rank) =>
                    starts.TryGetValue((log.Key.StepPath, log.Key.Attempt), out var start)
                        ? new ListedLog(log, rank, start - Skew)
                        : new ListedLog(log, rank, DateTimeOffset.MinValue)
            )
            .Where(log => log.Start < until)
            .OrderBy(static log => log.Start);
        return new Queue<ListedLog>(listed);
    }

    private bool MayHaveNew(LogAttempt log) =>
        _offsets.TryGetValue(log.Key, out var offset) ? offset < log.Length : from - log.UpdatedAt <= Skew;

    /// <summary>Opens the logs that may have a line before the first one of those that are open.</summary>
    private async ValueTask OpenAsync(
        Queue<ListedLog> closed,
        PriorityQueue<LogCursor, (DateTimeOffset At, int Rank)> open,
        CancellationToken cancellationToken
    )
    {
        while (
            closed.TryPeek(out var next)
            && (!open.TryPeek(out _, out var first) || next.Start <= first.At || next.Start <= from)
        )
        {
            var due = new List<Task<LogCursor>>();
            while (due.Count < MaxOpenedAtOnce && closed.TryDequeue(out var log))
            {
                due.Add(OpenAsync(log, cancellationToken));
            }

            foreach (var cursor in await Task.WhenAll(due))
            {
                Keep(cursor, open);
            }
        }
    }

    private async Task<LogCursor> OpenAsync(ListedLog listed, CancellationToken cancellationToken)
    {
        var log = listed.Log;
        if (!_offsets.TryGetValue(log.Key, out var offset) && from > DateTimeOffset.MinValue)
        {
            offset = await store.FindAsync(log, from, cancellationToken);
        }

        var cursor = new LogCursor(store, log, listed.Rank, offset, from);
        await cursor.MoveAsync(filter, MaxBlockBytes, cancellationToken);
        return cursor;
    }

    private async ValueTask MoveAsync(
        LogCursor cursor,
        PriorityQueue<LogCursor, (DateTimeOffset At, int Rank)> open,
        CancellationToken cancellationToken
    )
    {
        var share = Math.Min(MaxHeldBytes / (open.Count + 1), MaxBlockBytes);
        await cursor.MoveAsync(filter, share, cancellationToken);
        Keep(cursor, open);
    }

    private void Keep(LogCursor cursor, PriorityQueue<LogCursor, (DateTimeOffset At, int Rank)> open)
    {
        if (cursor.Line is null)
        {
            _offsets[cursor.Key] = cursor.Offset;
        }
        else
        {
            open.Enqueue(cursor, cursor.Order);
        }
    }

    /// <param name="Log">The log.</param>
    /// <param name="Rank">Its place by step path and attempt.</param>
    /// <param name="Start">No line of it is older.</param>
    private sealed record ListedLog(LogAttempt Log, int Rank, DateTimeOffset Start);
}
