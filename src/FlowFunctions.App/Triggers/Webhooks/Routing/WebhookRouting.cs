using FlowFunctions.Flows.Triggers;

namespace FlowFunctions.App.Triggers.Webhooks.Routing;

/// <summary>Finds the webhook that a request is for, among those that take requests now.</summary>
internal sealed class WebhookRouting(TriggerRegistry registry)
{
    private Routes _routes = new(TriggerSnapshot.Empty, new([]));

    /// <summary>Finds a webhook.</summary>
    /// <param name="workspace">The tenant that the address names.</param>
    /// <param name="path">What follows it.</param>
    /// <param name="method">The HTTP method.</param>
    public RouteMatch<ActiveWebhook> Find(string workspace, string path, string method)
    {
        var (routes, snapshot) = (Volatile.Read(ref _routes), registry.Current);
        if (!ReferenceEquals(routes.Snapshot, snapshot))
        {
            // Several requests may do so at the same time; each makes the same table.
            routes = new Routes(snapshot, TableOf(snapshot));
            Volatile.Write(ref _routes, routes);
        }

        return routes.Table.Find(workspace, path, method);
    }

    private static RouteTable<ActiveWebhook> TableOf(TriggerSnapshot snapshot) =>
        new(
            snapshot
                .Of<WebhookTrigger>()
                .Where(static webhook => webhook.Trigger.Fires)
                .OrderBy(static webhook => webhook.Trigger.Key.Id, StringComparer.Ordinal)
                .Select(static webhook =>
                    (
                        webhook.Trigger.Key.Workspace,
                        webhook.Definition,
                        new ActiveWebhook(webhook.Trigger, webhook.Definition)
                    )
                )
        );

    private sealed record Routes(TriggerSnapshot Snapshot, RouteTable<ActiveWebhook> Table);
}
