using FlowFunctions.Storage.Limits;

namespace FlowFunctions.App.Limits.Values;

/// <summary>What this instance has used of a workspace's limits today, and what the others have, as far as they have told.</summary>
/// <param name="workspace">The workspace.</param>
/// <param name="instance">This instance's name.</param>
internal sealed class WorkspaceUsage(string workspace, string instance)
{
    private readonly Lock _gate = new();
    private DateOnly _day;
    private double _seconds;
    private double _othersSeconds;
    private DateTimeOffset? _stepsAt;
    private UsageRecord? _told;
    private DateTimeOffset? _readAt;

    /// <summary>Instances that are busy with steps of the workspace, this one included; at least 1.</summary>
    public int Instances { get; private set; } = 1;

    /// <summary>How long scripts have run today at all instances; null when that was not read yet today.</summary>
    public double? SecondsOf(DateOnly day)
    {
        lock (_gate)
        {
            Turn(day);
            return _readAt is null ? null : _seconds + _othersSeconds;
        }
    }

    /// <summary>A script has run.</summary>
    public void Add(DateOnly day, TimeSpan time)
    {
        lock (_gate)
        {
            Turn(day);
            _seconds += time.TotalSeconds;
        }
    }

    /// <summary>A step has asked whether it may begin.</summary>
    public void NoteStep(DateTimeOffset at) => _stepsAt = at;

    /// <summary>What the others have to be told; null when they know.</summary>
    /// <param name="day">Today.</param>
    /// <param name="round">Times are told to so much.</param>
    public UsageRecord? News(DateOnly day, TimeSpan round)
    {
        lock (_gate)
        {
            Turn(day);
            var steps = _stepsAt is { } at
                ? new DateTimeOffset(at.UtcTicks - (at.UtcTicks % round.Ticks), TimeSpan.Zero)
                : (DateTimeOffset?)null;
            var now = new UsageRecord(day, workspace, instance, _seconds, steps);
            return now == _told || now is { ScriptSeconds: 0, StepsAt: null } ? null : now;
        }
    }

    /// <summary>The others know this.</summary>
    public void Told(UsageRecord usage) => _told = usage;

    /// <summary>Takes over what all instances have told.</summary>
    /// <param name="day">Today.</param>
    /// <param name="usage">Their rows.</param>
    /// <param name="now">Now.</param>
    /// <param name="busySince">Who had steps after that is busy with the workspace.</param>
    public void Take(DateOnly day, IEnumerable<UsageRecord> usage, DateTimeOffset now, DateTimeOffset busySince)
    {
        lock (_gate)
        {
            Turn(day);
            UsageRecord[] others = [.. usage.Where(row => row.Instance != instance)];
            _othersSeconds = others.Sum(static row => row.ScriptSeconds);
            Instances = 1 + others.Count(row => row.StepsAt > busySince);
            _readAt = now;
        }
    }

    /// <summary>Whether something has happened lately.</summary>
    public bool IsActive(DateTimeOffset since) => _stepsAt > since;

    private void Turn(DateOnly day)
    {
        if (_day != day)
        {
            (_day, _seconds, _othersSeconds, _readAt) = (day, 0, 0, null);
        }
    }
}
