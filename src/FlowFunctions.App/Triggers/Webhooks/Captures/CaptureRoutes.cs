using FlowFunctions.App.Problems;
using FlowFunctions.Storage.Triggers;

namespace FlowFunctions.App.Triggers.Webhooks.Captures;

/// <summary>Test addresses of webhooks.</summary>
internal static class CaptureRoutes
{
    /// <summary>What stands in test addresses where others have a path; no path of a webhook begins with it.</summary>
    public const string Segment = "~test";

    public static IServiceCollection AddCaptures(this IServiceCollection services) =>
        services
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
            .ExcludeFromDescription();

    public static void MapCaptures(this IEndpointRouteBuilder api)
    {
        var trigger = api.MapGroup("/triggers/{id}").WithTags("Triggers");
        trigger
            .MapPost(
                "/test-url",
                static (string id, HttpContext context, CreateTestUrl create) => create.HandleAsync(id, context)
            )
            .WithSummary("An address that captures requests to a webhook for a week and starts nothing.")
            .ProducesProblems(400);
        trigger
            .MapGet(
                "/requests",
                static (string id, HttpContext context, CapturedRequests requests) => requests.ListAsync(id, context)
            )
            .WithSummary("The last 20 requests that came to the webhook's test addresses, newest first.")
            .ProducesProblems(400);
        trigger
            .MapDelete(
                "/requests",
                static (string id, HttpContext context, CapturedRequests requests) => requests.ClearAsync(id, context)
            )
            .WithSummary("Forgets the captured requests.")
            .ProducesProblems(400);
        trigger
            .MapGet(
                "/requests/{number}",
                static (string id, string number, HttpContext context, CapturedRequests requests) =>
                    requests.GetAsync(id, number, context)
            )
            .WithSummary("What a run would see of a captured request under 'trigger'.")
            .ProducesProblems(400, 404);
        trigger
            .MapPost(
                "/requests/{number}/replay",
                static (string id, string number, bool? dryRun, HttpContext context, CapturedRequests requests) =>
                    requests.ReplayAsync(id, number, dryRun, context)
            )
            .WithSummary(
                "Starts a run of the published flow from a captured request; with 'dryRun' it answers the run's input instead."
            )
            .ProducesProblems(400, 404, 409);
    }
}
