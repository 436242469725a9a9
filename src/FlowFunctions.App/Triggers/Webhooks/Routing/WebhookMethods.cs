using FlowFunctions.Flows.Triggers;

namespace FlowFunctions.App.Triggers.Webhooks.Routing;

/// <summary>Which HTTP methods a webhook takes.</summary>
internal static class WebhookMethods
{
    /// <summary>Stands for all of <see cref="All"/>.</summary>
    public const string Any = "ANY";

    /// <summary>Those that a webhook can take; the order is that of an <c>Allow</c> header.</summary>
    public static readonly string[] All = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

    /// <summary>How well a webhook fits a method: 0 when it names it, 1 when it takes any, null when it does not take it.</summary>
    /// <remarks>A webhook for GET does not take HEAD: those who only look whether something is there must start nothing.</remarks>
    public static int? RankOf(WebhookTrigger webhook, string method) =>
        webhook.Methods.Contains(method) ? 0
        : webhook.Methods.Contains(Any) && All.Contains(method) ? 1
        : null;

    /// <summary>The value of an <c>Allow</c> header (RFC 9110, 10.2.1) for webhooks of one path.</summary>
    public static string AllowOf(IEnumerable<WebhookTrigger> webhooks)
    {
        var taken = webhooks.SelectMany(static webhook => webhook.Methods).ToHashSet(StringComparer.Ordinal);
        return string.Join(", ", All.Where(method => taken.Contains(Any) || taken.Contains(method)));
    }
}
