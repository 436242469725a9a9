using System.Collections.Concurrent;
using FlowFunctions.App.Problems;
using FlowFunctions.Storage.Limits;

namespace FlowFunctions.App.Limits.Space;

/// <summary>
/// What workspaces hold. It is added up by listing while somebody writes, again after five minutes at the earliest, and what is written here
/// meanwhile is counted on top; who is refused has it looked at again a little later. So a write costs no request more, and a run that starts
/// never waits for a listing.
/// </summary>
internal sealed partial class StorageUse(
    WorkspaceBytes bytes,
    LimitBook book,
    TimeProvider time,
    ILogger<StorageUse> logger
)
{
    private const int MaxKept = 10_000;
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan KeptWhenFull = TimeSpan.FromSeconds(10);
    private readonly ConcurrentDictionary<string, Measure> _known = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Task<Measure>> _reading = new(StringComparer.Ordinal);

    /// <summary>A file is about to be written.</summary>
    /// <param name="workspace">Where.</param>
    /// <param name="adds">How many bytes it has.</param>
    /// <exception cref="ProblemException">507: it does not fit.</exception>
    public async ValueTask CheckFileAsync(string workspace, long adds)
    {
        if ((await book.OfAsync(workspace))[LimitKind.StorageBytes] is { } limit)
        {
            await CheckAsync(workspace, Find(workspace) ?? await ReadAsync(workspace), adds, limit);
        }
    }

    /// <summary>A run is about to be started, which may write logs. Where it is not known yet what the workspace holds, it may.</summary>
    /// <exception cref="ProblemException">507: the workspace is full.</exception>
    public async ValueTask CheckRunAsync(string workspace, WorkspaceLimits limits)
    {
        if (limits[LimitKind.StorageBytes] is { } limit && Find(workspace) is { } known)
        {
            await CheckAsync(workspace, known, adds: 0, limit);
        }
    }

    /// <summary>How many bytes a workspace holds.</summary>
    public async ValueTask<long> UsedAsync(string workspace) => (Find(workspace) ?? await ReadAsync(workspace)).Used;

    private async ValueTask CheckAsync(string workspace, Measure measure, long adds, long limit)
    {
        if (measure.Used + adds > limit && time.GetElapsedTime(measure.At) > KeptWhenFull)
        {
            measure = await ReadAsync(workspace);
        }

        if (adds == 0 ? measure.Used >= limit : !measure.TryAdd(adds, limit))
        {
            LimitMetrics.Refused("storage");
            throw new ProblemException(LimitProblems.StorageFull(measure.Used, limit));
        }
    }

    /// <summary>What is known; what is too old is read again meanwhile.</summary>
    private Measure? Find(string workspace)
    {
        var known = _known.GetValueOrDefault(workspace);
        if (known is null || time.GetElapsedTime(known.At) > Kept)
        {
            _ = ReadAsync(workspace)
                .ContinueWith(
                    task => LogNotRead(workspace, task.Exception!.GetBaseException().Message),
                    CancellationToken.None,
                    TaskContinuationOptions.OnlyOnFaulted,
                    TaskScheduler.Default
                );
        }

        return known;
    }

    private Task<Measure> ReadAsync(string workspace) =>
        _reading.GetOrAdd(workspace, static (workspace, use) => use.MeasureAsync(workspace), this);

    private async Task<Measure> MeasureAsync(string workspace)
    {
        await Task.Yield();
        try
        {
            var at = time.GetTimestamp();
            var measure = new Measure(await bytes.SumAsync(workspace), at);
            if (_known.Count >= MaxKept)
            {
                _known.Clear();
            }

            return _known[workspace] = measure;
        }
        finally
        {
            _reading.TryRemove(workspace, out _);
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "What the workspace '{Workspace}' holds cannot be added up now: {Reason}")]
    private partial void LogNotRead(string workspace, string reason);

    private sealed class Measure(long used, long at)
    {
        private long _used = used;

        public long Used => Volatile.Read(ref _used);

        public long At => at;

        /// <summary>Counts what is about to be written on top, if it fits.</summary>
        public bool TryAdd(long bytes, long limit)
        {
            var fits = Interlocked.Add(ref _used, bytes) <= limit;
            if (!fits)
            {
                Interlocked.Add(ref _used, -bytes);
            }

            return fits;
        }
    }
}
