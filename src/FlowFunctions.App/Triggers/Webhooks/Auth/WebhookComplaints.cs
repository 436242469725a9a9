using System.Collections.Concurrent;

namespace FlowFunctions.App.Triggers.Webhooks.Auth;

/// <summary>Tells the people who run the app why a webhook cannot check requests: once a minute for each, however many requests come.</summary>
internal sealed partial class WebhookComplaints(TimeProvider time, ILogger<WebhookComplaints> logger)
{
    private const int MaxKept = 10_000;
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);
    private readonly ConcurrentDictionary<TriggerKey, long> _told = new();

    /// <summary>A webhook refuses requests.</summary>
    /// <param name="key">The webhook.</param>
    /// <param name="reason">Why, and what to do, without any value of a secret.</param>
    /// <param name="exception">What was underneath, or null.</param>
    public void Tell(TriggerKey key, string reason, Exception? exception = null)
    {
        var now = time.GetTimestamp();
        if (_told.TryGetValue(key, out var before) && time.GetElapsedTime(before, now) < Pause)
        {
            return;
        }

        if (_told.Count >= MaxKept)
        {
            _told.Clear();
        }

        _told[key] = now;
        LogRefusing(exception, key, reason);
    }

    [LoggerMessage(1, LogLevel.Warning, "The webhook {Trigger} refuses requests: {Reason}")]
    private partial void LogRefusing(Exception? exception, TriggerKey trigger, string reason);
}
