using FlowFunctions.Flows.Triggers;

namespace FlowFunctions.App.Triggers.Webhooks.Routing;

/// <summary>Webhooks that would take each other's requests.</summary>
internal static class WebhookConflicts
{
    /// <summary>Whether a request can fit both and neither path is the more exact one.</summary>
    public static bool Overlap(WebhookTrigger one, WebhookTrigger other) =>
        SharesMethod(one, other) && WebhookPath.Parse(one.Path).IsSameAs(WebhookPath.Parse(other.Path));

    private static bool SharesMethod(WebhookTrigger one, WebhookTrigger other) =>
        one.Methods.Contains(WebhookMethods.Any)
        || other.Methods.Contains(WebhookMethods.Any)
        || one.Methods.Any(method => other.Methods.Contains(method));
}
