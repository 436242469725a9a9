using System.Collections.Concurrent;
using FlowFunctions.Engine.Runs;

namespace FlowFunctions.Engine.DurableTask.Tests.Runs;

/// <summary>Records in memory. It fails as often as a test wants.</summary>
internal sealed class MemoryArchive : IRunArchive
{
    private readonly ConcurrentDictionary<string, ArchivedRun> _runs = new(StringComparer.Ordinal);
    private int _failures;

    public IReadOnlyCollection<ArchivedRun> Runs => [.. _runs.Values];

    /// <summary>How many of the next calls fail.</summary>
    public int Failures
    {
        get => _failures;
        set => _failures = value;
    }

    public ArchivedRun this[string runId] => _runs[runId];

    public ValueTask StoreAsync(ArchivedRun run, CancellationToken cancellationToken)
    {
        ThrowIfFailing();
        _runs[run.Start.RunId] = run;
        return ValueTask.CompletedTask;
    }

    public ValueTask<RunStatus?> FindAsync(string workspace, string runId, CancellationToken cancellationToken)
    {
        ThrowIfFailing();
        return new(_runs.TryGetValue(runId, out var run) ? run.Status : null);
    }

    private void ThrowIfFailing()
    {
        if (Interlocked.Decrement(ref _failures) >= 0)
        {
            throw new IOException("The store is out.");
        }
    }
}
