namespace FlowFunctions.App.Limits.Runs;

/// <summary>The open runs of a workspace: those that are known to be open, and those that are being started.</summary>
/// <param name="time">The clock.</param>
internal sealed class WorkspaceRuns(TimeProvider time)
{
    /// <summary>A start that nobody has confirmed for so long was one of a run that had begun and ended before.</summary>
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, long> _starting = new(StringComparer.Ordinal);
    private HashSet<string> _open = new(StringComparer.Ordinal);
    private long? _listedAt;

    /// <summary>How many there are.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _open.Count + _starting.Count;
            }
        }
    }

    /// <summary>How long ago they were listed.</summary>
    public TimeSpan Age
    {
        get
        {
            lock (_gate)
            {
                return _listedAt is { } at ? time.GetElapsedTime(at) : TimeSpan.MaxValue;
            }
        }
    }

    /// <summary>A run is about to be started.</summary>
    /// <returns>Whether there is a place for it, or it has one.</returns>
    public bool TryTake(string runId, long limit)
    {
        lock (_gate)
        {
            if (_open.Contains(runId) || _starting.ContainsKey(runId))
            {
                return true;
            }

            if (_open.Count + _starting.Count >= limit)
            {
                ForgetBefore(time.GetTimestamp() - Ticks(StartPatience));
            }

            return _open.Count + _starting.Count < limit && _starting.TryAdd(runId, time.GetTimestamp());
        }
    }

    /// <summary>It was not started.</summary>
    public void GiveBack(string runId)
    {
        lock (_gate)
        {
            _starting.Remove(runId);
        }
    }

    /// <summary>It has begun, or waits for admission.</summary>
    public void Open(string runId)
    {
        lock (_gate)
        {
            _starting.Remove(runId);
            _open.Add(runId);
        }
    }

    /// <summary>It has ended.</summary>
    public void Close(string runId)
    {
        lock (_gate)
        {
            _starting.Remove(runId);
            _open.Remove(runId);
        }
    }

    /// <summary>These are open, as was seen at a time; starts from before are among them.</summary>
    public void Set(IReadOnlyCollection<string> runIds, long at)
    {
        lock (_gate)
        {
            _open = new(runIds, StringComparer.Ordinal);
            _listedAt = at;
            ForgetBefore(at);
            foreach (var runId in runIds)
            {
                _starting.Remove(runId);
            }
        }
    }

    private void ForgetBefore(long at)
    {
        foreach (var (runId, since) in _starting)
        {
            if (since < at)
            {
                _starting.Remove(runId);
            }
        }
    }

    private long Ticks(TimeSpan span) => (long)(span.TotalSeconds * time.TimestampFrequency);
}
