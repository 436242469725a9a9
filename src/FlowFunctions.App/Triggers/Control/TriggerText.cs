using FlowFunctions.Flows.Documents;
using FlowFunctions.Flows.Triggers;

namespace FlowFunctions.App.Triggers.Control;

/// <summary>Triggers in words.</summary>
internal static class TriggerText
{
    /// <summary>The types that there are, as flows name them.</summary>
    public static readonly string[] Types = ["schedule", "webhook", "queue"];

    /// <summary>When a trigger starts runs, in a line.</summary>
    public static string Summary(string workspace, FlowTrigger trigger) =>
        trigger switch
        {
            ScheduleTrigger { Cron: { } cron } schedule => $"{cron.Text} ({schedule.TimeZone})",
            ScheduleTrigger { Every: { } every } => $"every {Duration.Format(every)}",
            WebhookTrigger webhook => $"{string.Join(", ", webhook.Methods)} {PathOf(workspace, webhook)}",
            QueueTrigger queue => $"queue {queue.Queue}",
            _ => "",
        };

    /// <summary>The path of a webhook's address.</summary>
    public static string PathOf(string workspace, WebhookTrigger webhook) => $"/hooks/{workspace}/{webhook.Path}";

    /// <summary>How a webhook's requests prove who sent them, as flows name it.</summary>
    public static string AuthOf(WebhookTrigger webhook) =>
        webhook.Auth?.Type switch
        {
            WebhookAuthType.ApiKey => "apiKey",
            WebhookAuthType.Basic => "basic",
            WebhookAuthType.HmacSha256 => "hmac-sha256",
            _ => "none",
        };
}
