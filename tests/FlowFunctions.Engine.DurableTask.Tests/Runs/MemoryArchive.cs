using System.Collections.Concurrent;
using FlowFunctions.Engine.Runs;

namespace FlowFunctions.Engine.DurableTask.Tests.Runs;

/// <summary>Records in memory. It fails as often as a test wants.</summary>
internal sealed class MemoryArchive : IRunArchive
{
    private readonly ConcurrentDictionary<string, ArchivedRun> _runs = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<int, TaskCompletionSource> _stored = new();
    private int _failures;
    private int _stores;

    public IReadOnlyCollection<ArchivedRun> Runs => [.. _runs.Values];

    /// <summary>How many of the next calls fail.</summary>
    public int Failures
    {
        get => _failures;
        set => _failures = value;
    }

    /// <summary>How often a run was stored.</summary>
    public int Stores => Volatile.Read(ref _stores);

    public ArchivedRun this[string runId] => _runs[runId];

    public ValueTask StoreAsync(ArchivedRun run, CancellationToken cancellationToken)
    {
        ThrowIfFailing();
        _runs[run.Start.RunId] = run;
        Stored(Interlocked.Increment(ref _stores)).TrySetResult();
        return ValueTask.CompletedTask;
    }

    public ValueTask<RunStatus?> FindAsync(string workspace, string runId, CancellationToken cancellationToken)
    {
        ThrowIfFailing();
        return new(_runs.TryGetValue(runId, out var run) ? run.Status : null);
    }

    /// <summary>Ends when runs were stored so many times.</summary>
    public Task WhenStoredAsync(int times) => Stored(times).Task;

    private TaskCompletionSource Stored(int times) =>
        _stored.GetOrAdd(times, static _ => new(TaskCreationOptions.RunContinuationsAsynchronously));

    private void ThrowIfFailing()
    {
        if (Interlocked.Decrement(ref _failures) >= 0)
        {
            throw new IOException("The store is out.");
        }
    }
}
