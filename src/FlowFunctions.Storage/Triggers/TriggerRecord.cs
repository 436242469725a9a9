using Azure;

namespace FlowFunctions.Storage.Triggers;

/// <summary>What a trigger has done so far.</summary>
/// <param name="FlowId">Its flow.</param>
/// <param name="TriggerId">Its id in the flow.</param>
public sealed record TriggerRecord(string FlowId, string TriggerId)
{
    /// <summary>How many runs it has started.</summary>
    public long Started { get; init; }

    /// <summary>How often what came did not start a run.</summary>
    public long Refused { get; init; }

    /// <summary>When it started its last run, or null.</summary>
    public DateTimeOffset? LastFiredAt { get; init; }

    /// <summary>That run, or null.</summary>
    public string? LastRunId { get; init; }

    /// <summary>Why no run was started when something came last that did not start one, or null.</summary>
    public TriggerError? LastError { get; init; }

    /// <summary>Whether it was stored when it was read.</summary>
    public bool IsStored => ETag is not null;

    /// <summary>The row's version when it was read; null when there was none.</summary>
    internal ETag? ETag { get; init; }

    /// <summary>This together with what was done since: counts are added, and of two moments the later one counts.</summary>
    /// <param name="since">What was done since.</param>
    public TriggerRecord With(TriggerRecord since)
    {
        ArgumentNullException.ThrowIfNull(since);
        var isLater = since.LastFiredAt is { } at && !(LastFiredAt > at);
        return this with
        {
            Started = Started + since.Started,
            Refused = Refused + since.Refused,
            LastFiredAt = isLater ? since.LastFiredAt : LastFiredAt,
            LastRunId = isLater ? since.LastRunId : LastRunId,
            LastError = since.LastError is { } error && !(LastError?.At > error.At) ? error : LastError,
        };
    }
}

/// <summary>Why something that came started no run.</summary>
/// <param name="Code">What programs read.</param>
/// <param name="Message">For people; what is beyond 1,000 characters is cut.</param>
/// <param name="At">When.</param>
public sealed record TriggerError(string Code, string Message, DateTimeOffset At);
