using System.Collections.Concurrent;
using FlowFunctions.Engine.Runs;

namespace FlowFunctions.Engine.DurableTask.Tests.Runs;

/// <summary>Records in memory. It fails as often as a test wants.</summary>
internal sealed class MemoryArchive : IRunArchive
{
    private readonly ConcurrentDictionary<string, Row> _rows = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<int, TaskCompletionSource> _stored = new();
    private int _failures;
    private int _stores;

    public IReadOnlyCollection<ArchivedRun> Runs => [.. _rows.Values.Select(static row => row.Run)];

    /// <summary>By which it tells for how long a run was not stored.</summary>
    public TimeProvider Time { get; set; } = TimeProvider.System;

    /// <summary>Number of runs on a page of stale ones.</summary>
    public int PageSize { get; set; } = 100;

    /// <summary>How many of the next calls fail.</summary>
    public int Failures
    {
        get => _failures;
        set => _failures = value;
    }

    /// <summary>How often a run was stored.</summary>
    public int Stores => Volatile.Read(ref _stores);

    public ArchivedRun this[string runId] => _rows[runId].Run;

    public ValueTask StoreAsync(ArchivedRun run, CancellationToken cancellationToken)
    {
        ThrowIfFailing();
        var row = new Row(run, Time.GetUtcNow());
        _rows.AddOrUpdate(
            run.Start.RunId,
            row,
            (_, stored) => HasEnded(stored.Run) && !run.Status.IsTerminal() ? stored : row
        );
        Stored(Interlocked.Increment(ref _stores)).TrySetResult();
        return ValueTask.CompletedTask;
    }

    public ValueTask<RunStatus?> FindAsync(string workspace, string runId, CancellationToken cancellationToken)
    {
        ThrowIfFailing();
        return new(Find(workspace, runId) is { } run && !IsMistake(run) ? run.Status : null);
    }

    /// <summary>Ends when runs were stored so many times.</summary>
    public Task WhenStoredAsync(int times) => Stored(times).Task;

    public ValueTask<ReadOnlyMemory<byte>?> ReadHistoryAsync(
        string workspace,
        string runId,
        CancellationToken cancellationToken
    )
    {
        ThrowIfFailing();
        return new(Find(workspace, runId)?.History);
    }

    public ValueTask<StaleRunPage> ListStaleAsync(
        DateTimeOffset unchangedSince,
        string? continuation,
        CancellationToken cancellationToken
    )
    {
        ThrowIfFailing();
        var stale = _rows
            .Values.Where(row => !row.Run.Status.IsTerminal() && row.StoredAt < unchangedSince)
            .Select(static row => new StaleRun(row.Run.Start.Workspace, row.Run.Start.RunId))
            .Where(run => string.CompareOrdinal(run.RunId, continuation) > 0)
            .OrderBy(static run => run.RunId, StringComparer.Ordinal)
            .Take(PageSize)
            .ToArray();
        return new(new StaleRunPage(stale, stale.Length == PageSize ? stale[^1].RunId : null));
    }

    public ValueTask<bool> EndAsync(
        string workspace,
        string runId,
        RunResult result,
        DateTimeOffset endedAt,
        CancellationToken cancellationToken
    )
    {
        ThrowIfFailing();
        if (Find(workspace, runId) is not { } run || run.Status.IsTerminal())
        {
            return new(false);
        }

        var ended = run with { Status = result.Status, Error = result.Error, EndedAt = endedAt };
        _rows[runId] = new Row(ended, Time.GetUtcNow());
        return new(true);
    }

    /// <summary>Forgets a run, as when its record was lost.</summary>
    public void Remove(string runId) => _rows.TryRemove(runId, out _);

    private static bool HasEnded(ArchivedRun run) => run.Status.IsTerminal() && !IsMistake(run);

    private static bool IsMistake(ArchivedRun run) => run.Error?.Code == DurableErrors.NeverStarted;

    private ArchivedRun? Find(string workspace, string runId) =>
        _rows.TryGetValue(runId, out var row) && row.Run.Start.Workspace == workspace ? row.Run : null;

    private TaskCompletionSource Stored(int times) =>
        _stored.GetOrAdd(times, static _ => new(TaskCreationOptions.RunContinuationsAsynchronously));

    private void ThrowIfFailing()
    {
        if (Interlocked.Decrement(ref _failures) >= 0)
        {
            throw new IOException("The store is out.");
        }
    }

    private sealed record Row(ArchivedRun Run, DateTimeOffset StoredAt);
}
