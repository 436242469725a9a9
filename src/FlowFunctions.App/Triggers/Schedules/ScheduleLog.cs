using System.Diagnostics.Metrics;

namespace FlowFunctions.App.Triggers.Schedules;

/// <summary>What happens to schedules, for people: log lines and metrics.</summary>
internal sealed partial class ScheduleLog : IDisposable
{
    private readonly ILogger<ScheduleLog> _logger;
    private readonly Meter _meter = new("FlowFunctions");
    private readonly Counter<long> _times;
    private readonly Histogram<double> _delay;
    private readonly Outage _outage = new();

    public ScheduleLog(ILogger<ScheduleLog> logger)
    {
        _logger = logger;

        _times = _meter.CreateCounter<long>(
            "flow.schedule.times",
            "{time}",
            "Times of schedules, by what came of them."
        );
        _delay = _meter.CreateHistogram<double>("flow.schedule.delay", "s", "How late runs of schedules were started.");
    }

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    /// <summary>A time had its turn.</summary>
    public void Write(TriggerKey key, FireRequest fire, FireOutcome outcome, DateTimeOffset now)
    {
        if (outcome.Kind is FireKind.Waits)
        {
            return;
        }

        _times.Add(1, new KeyValuePair<string, object?>("outcome", WordOf(outcome.Kind)));
        if (outcome.Kind == FireKind.Started && !fire.Planned.IsMissed)
        {
            _delay.Record(Math.Max(0, (now - fire.Planned.Time.FiresAt).TotalSeconds));
        }
        else if (outcome.Kind == FireKind.Failed)
        {
            LogFailed(key.Id, fire.Planned.DueAt, outcome.Message);
        }
        else if (outcome.Kind == FireKind.Later && fire.Tries == 0)
        {
            LogLater(key.Id, fire.Planned.DueAt, outcome.Message);
        }
    }

    /// <summary>States cannot be stored.</summary>
    public void WriteOutage(Exception exception)
    {
        if (_outage.IsNews(exception))
        {
            LogOutage(exception);
        }
    }

    /// <summary>A schedule's times cannot be told.</summary>
    public void WriteBroken(TriggerKey key, Exception exception) => LogBroken(exception, key.Id);

    /// <summary>States have been stored.</summary>
    public void WriteStored() => _outage.End();

    private static string WordOf(FireKind kind) =>
        kind switch
        {
            FireKind.Started => "started",
            FireKind.Found => "begun_before",
            FireKind.Skipped => "skipped",
            FireKind.Failed => "failed",
            _ => "put_off",
        };

    [LoggerMessage(1, LogLevel.Warning, "Schedule {Schedule} has no run for {DueAt:u}: {Reason}")]
    private partial void LogFailed(string schedule, DateTimeOffset dueAt, string? reason);

    [LoggerMessage(2, LogLevel.Warning, "The run of schedule {Schedule} for {DueAt:u} is put off: {Reason}")]
    private partial void LogLater(string schedule, DateTimeOffset dueAt, string? reason);

    [LoggerMessage(
        4,
        LogLevel.Error,
        "The times of schedule {Schedule} cannot be computed; it starts nothing until it changes"
    )]
    private partial void LogBroken(Exception exception, string schedule);

    [LoggerMessage(3, LogLevel.Warning, "How far schedules have come cannot be stored; it is tried again every second")]
    private partial void LogOutage(Exception exception);
}
