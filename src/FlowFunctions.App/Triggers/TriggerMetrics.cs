using System.Diagnostics.Metrics;

namespace FlowFunctions.App.Triggers;

/// <summary>Counts what triggers do, schedules' own measurements aside (docs/observability.md). Every label has a few values only.</summary>
internal static class TriggerMetrics
{
    private static readonly Meter Meter = new("FlowFunctions");

    private static readonly Counter<long> Fires = Meter.CreateCounter<long>(
        "flow.trigger.fires",
        "{fire}",
        "Starts that triggers asked for, by what came of them."
    );

    private static readonly Counter<long> Deliveries = Meter.CreateCounter<long>(
        "flow.webhook.deliveries",
        "{request}",
        "Requests to webhooks, by what came of them."
    );

    private static readonly Counter<long> Messages = Meter.CreateCounter<long>(
        "flow.queue.messages",
        "{message}",
        "Messages of queues, by what became of them."
    );

    /// <summary>A trigger asked for a run.</summary>
    public static void Fired(string type, string outcome) =>
        Fires.Add(1, new KeyValuePair<string, object?>("type", type), Of(outcome));

    /// <summary>A request to a webhook was answered.</summary>
    public static void Delivered(string outcome) => Deliveries.Add(1, Of(outcome));

    /// <summary>A message was settled.</summary>
    public static void Settled(string outcome) => Messages.Add(1, Of(outcome));

    private static KeyValuePair<string, object?> Of(string outcome) => new("outcome", outcome);
}
