using FlowFunctions.App.Access.Roles;
using FlowFunctions.App.Triggers.Webhooks.Answers;
using FlowFunctions.App.Triggers.Webhooks.Auth;
using FlowFunctions.App.Triggers.Webhooks.Bodies;
using FlowFunctions.App.Triggers.Webhooks.Captures;
using FlowFunctions.App.Triggers.Webhooks.Deliveries;
using FlowFunctions.App.Triggers.Webhooks.Routing;

namespace FlowFunctions.App.Triggers.Webhooks;

/// <summary>Requests from outside that start runs.</summary>
internal static class WebhookServices
{
    public static IServiceCollection AddWebhooks(this IServiceCollection services) =>
        services
            .AddSingleton<WebhookRouting>()
            .AddSingleton(static _ => new BodyBudget(WebhookLimits.MaxBytesInWork))
            .AddSingleton<WebhookSecrets>()
            .AddSingleton<WebhookComplaints>()
            .AddSingleton<WebhookAuthenticator>()
            .AddSingleton<DeliveryKeys>()
            .AddSingleton<WebhookStarts>()
            .AddSingleton<ResponseWait>()
            .AddSingleton<WebhookAnswers>()
            .AddSingleton<ReceiveWebhook>()
            .AddCaptures();

    /// <summary>The addresses that senders call.</summary>
    public static void MapHooks(this IEndpointRouteBuilder routes)
    {
        routes.MapTestHooks();
        routes
            .Map(
                "/hooks/{workspace}/{**path}",
                static (string workspace, string? path, HttpContext context, ReceiveWebhook receive) =>
                    receive.HandleAsync(workspace, path, context)
            )
            .OpenToProven("senders, who prove themselves as the webhook's trigger says")
            .ExcludeFromDescription();
    }
}
