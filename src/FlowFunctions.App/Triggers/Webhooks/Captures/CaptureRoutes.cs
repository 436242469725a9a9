using System.Text.Json;
using FlowFunctions.App.Access.Roles;
using FlowFunctions.App.Problems;
using FlowFunctions.App.Runs.Start;
using FlowFunctions.Storage.Triggers;

namespace FlowFunctions.App.Triggers.Webhooks.Captures;

/// <summary>Test addresses of webhooks.</summary>
internal static class CaptureRoutes
{
    /// <summary>What stands in test addresses where others have a path; no path of a webhook begins with it.</summary>
    public const string Segment = "~test";

    public static IServiceCollection AddCaptures(this IServiceCollection services) =>
        services
            .ConfigureHttpJsonOptions(static options =>
                options.SerializerOptions.TypeInfoResolverChain.Insert(0, CaptureDescriptionJson.Default)
            )
            .AddSingleton<CaptureTargets>()
            .AddSingleton<CaptureStore>()
            .AddSingleton<CaptureTokens>()
            .AddSingleton<CreateTestUrl>()
            .AddSingleton<CaptureRequest>()
            .AddSingleton<CapturedRequests>()
            .AddHostedService<CaptureCleaning>();

    /// <summary>The addresses that senders call.</summary>
    public static void MapTestHooks(this IEndpointRouteBuilder routes) =>
        routes
            .Map(
                $"/hooks/{{workspace}}/{Segment}/{{token}}/{{**path}}",
                static (string workspace, string token, string? path, HttpContext context, CaptureRequest capture) =>
                    capture.HandleAsync(workspace, token, path, context)
            )
            .OpenToProven("whoever has the test address: its token is signed, and it starts nothing")
            .ExcludeFromDescription();

    public static void MapCaptures(this IEndpointRouteBuilder api)
    {
        var trigger = api.MapGroup("/triggers/{id}").WithTags("Triggers");
        trigger
            .MapPost(
                "/test-url",
                static (string id, HttpContext context, CreateTestUrl create) => create.HandleAsync(id, context)
            )
            .Requires(Permission.InspectWebhooks, "webhook.testUrl")
            .WithSummary("An address that captures requests to a webhook for a week and starts nothing.")
            .Produces<TestUrlDescription>(StatusCodes.Status201Created)
            .ProducesProblems(400, 404);
        trigger
            .MapGet(
                "/requests",
                static (string id, HttpContext context, CapturedRequests requests) => requests.ListAsync(id, context)
            )
            .Requires(Permission.InspectWebhooks)
            .WithSummary("The last 20 requests that came to the webhook's test addresses, newest first.")
            .Produces<CapturedListDescription>()
            .ProducesProblems(400);
        trigger
            .MapDelete(
                "/requests",
                static (string id, HttpContext context, CapturedRequests requests) => requests.ClearAsync(id, context)
            )
            .Requires(Permission.InspectWebhooks, "webhook.requests.delete")
            .WithSummary("Forgets the captured requests.")
            .Produces(StatusCodes.Status204NoContent)
            .ProducesProblems(400);
        trigger
            .MapGet(
                "/requests/{requestId}",
                static (string id, string requestId, HttpContext context, CapturedRequests requests) =>
                    requests.GetAsync(id, requestId, context)
            )
            .Requires(Permission.InspectWebhooks)
            .WithSummary("What a run would see of a captured request under 'trigger'.")
            .Produces<JsonElement>()
            .ProducesProblems(400, 404);
        trigger
            .MapPost(
                "/requests/{requestId}/replay",
                static (
                    string id,
                    string requestId,
                    bool? dryRun,
                    string? wait,
                    HttpContext context,
                    CapturedRequests requests
                ) => requests.ReplayAsync(id, requestId, dryRun, wait, context)
            )
            .Requires(Permission.StartRuns, "webhook.requests.replay")
            .WithSummary(
                "Starts a run of the published flow from a captured request; with 'wait' it answers with its end, with 'dryRun' with its input instead."
            )
            .Produces<ReplayDescription>()
            .ProducesStartedRun()
            .ProducesProblems(400, 404, 409, 429, 503, 507);
    }
}
