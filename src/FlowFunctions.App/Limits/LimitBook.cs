using System.Collections.Concurrent;
using FlowFunctions.App.Problems;
using FlowFunctions.Storage.Limits;

namespace FlowFunctions.App.Limits;

/// <summary>
/// The limits of workspaces, read again every quarter of a minute; what this process changes counts at once. While the storage does not
/// answer, what was known last goes on, and the defaults before anything was known: an outage must not become another one.
/// </summary>
internal sealed partial class LimitBook(
    LimitStore store,
    LimitSettings settings,
    TimeProvider time,
    ILogger<LimitBook> logger
)
{
    private const int MaxKept = 10_000;
    private static readonly TimeSpan ReadLimit = TimeSpan.FromSeconds(2);
    private readonly ConcurrentDictionary<string, Entry> _known = new(StringComparer.Ordinal);
    private volatile int _changes;
    private readonly WorkspaceLimits _defaults = new(settings, []);

    /// <summary>The limits of a workspace.</summary>
    public ValueTask<WorkspaceLimits> OfAsync(string workspace)
    {
        if (_known.TryGetValue(workspace, out var entry))
        {
            var age = time.GetElapsedTime(entry.ReadAt);

            // Shortly before they are too old one request reads them again, and the others go on.
            if (age < settings.Kept * 2 / 3 || (age < settings.Kept && !entry.TryRead()))
            {
                return ValueTask.FromResult(entry.Limits);
            }
        }

        return new(ReadAsync(workspace, entry?.Limits ?? _defaults));
    }

    /// <summary>Reads the limits of a workspace again now.</summary>
    public Task<WorkspaceLimits> ReadAsync(string workspace) =>
        ReadAsync(workspace, _known.TryGetValue(workspace, out var entry) ? entry.Limits : _defaults);

    /// <summary>The limits of a workspace have changed.</summary>
    public void Forget(string workspace)
    {
        Interlocked.Increment(ref _changes);
        _known.TryRemove(workspace, out _);
    }

    private async Task<WorkspaceLimits> ReadAsync(string workspace, WorkspaceLimits last)
    {
        var (changes, began) = (_changes, time.GetTimestamp());
        try
        {
            using var limit = new CancellationTokenSource(ReadLimit, time);
            last = new WorkspaceLimits(
                settings,
                await store.ListAsync(workspace, limit.Token).ToListAsync(limit.Token)
            );
        }
#pragma warning disable CA1031 // Storage fails in many ways.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogNotRead(workspace, ExceptionProblems.Of(exception)?.Detail ?? exception.Message);

            // Not every request is to wait for it.
            began = time.GetTimestamp();
        }

        // What was changed here while it was read must not come back.
        if (changes == _changes)
        {
            Keep(workspace, new Entry(last, began));
        }

        return last;
    }

    private void Keep(string workspace, Entry entry)
    {
        if (_known.Count >= MaxKept)
        {
            _known.Clear();
        }

        _known[workspace] = entry;
    }

    [LoggerMessage(1, LogLevel.Warning, "The limits of the workspace '{Workspace}' cannot be read now: {Reason}")]
    private partial void LogNotRead(string workspace, string reason);

    private sealed class Entry(WorkspaceLimits limits, long readAt)
    {
        private int _isBeingRead;

        public WorkspaceLimits Limits => limits;

        public long ReadAt => readAt;

        /// <summary>Whether the caller is the one who reads them again.</summary>
        public bool TryRead() => Interlocked.Exchange(ref _isBeingRead, 1) == 0;
    }
}
