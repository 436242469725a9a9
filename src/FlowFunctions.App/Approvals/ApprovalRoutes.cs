using FlowFunctions.App.Access.Roles;
using FlowFunctions.App.Links;
using FlowFunctions.App.OpenApi;
using FlowFunctions.App.Problems;

namespace FlowFunctions.App.Approvals;

/// <summary>Decisions of people that runs wait for.</summary>
internal static class ApprovalRoutes
{
    private const string Why = "whoever has the link: it is signed, for one decision, and ends";

    public static IServiceCollection AddApprovals(this IServiceCollection services) =>
        services
            .AddSingleton<ApprovalReader>()
            .AddSingleton<ApprovalKeys>()
            .AddSingleton<SignedTexts>()
            .AddSingleton<ApprovalTokens>()
            .AddSingleton<Decisions>()
            .AddSingleton<ListApprovals>()
            .AddSingleton<CreateLink>()
            .AddSingleton<DecideApproval>()
            .AddSingleton<ApprovalLinks>();

    public static void MapApprovals(this IEndpointRouteBuilder api)
    {
        var approvals = api.MapGroup("").WithTags("Approvals");
        approvals
            .MapGet(
                "/approvals",
                static (HttpContext context, ListApprovals list, int? limit, string? continuation) =>
                    list.HandleAsync(context, limit, continuation)
            )
            .Requires(Permission.ReadRuns)
            .WithSummary("The decisions that open runs wait for.")
            .Produces<ApprovalListDescription>()
            .ProducesProblems(400);
        approvals
            .MapPost(
                "/runs/{id}/approvals/{stepPath}",
                static (string id, string stepPath, HttpContext context, DecideApproval decide) =>
                    decide.HandleAsync(id, stepPath, context)
            )
            .Requires(Permission.DecideApprovals, "approval.decide")
            .WithSummary("Decides what an approval step asks.")
            .TakesBody("application/json")
            .Produces<DecisionDescription>()
            .ProducesProblems(400, 404, 409, 413);
        approvals
            .MapPost(
                "/runs/{id}/approvals/{stepPath}/link",
                static (string id, string stepPath, HttpContext context, CreateLink create) =>
                    create.HandleAsync(id, stepPath, context)
            )
            .Requires(Permission.DecideApprovals, "approval.link")
            .WithSummary("Gives out a link that decides once, without any other right.")
            .TakesBody("application/json")
            .Produces<ApprovalLinkDescription>(StatusCodes.Status201Created)
            .ProducesProblems(400, 404, 409, 413);
    }

    /// <summary>The pages that links lead to.</summary>
    /// <param name="routes">Where they are added.</param>
    /// <param name="path">What stands before the tokens.</param>
    public static void MapApprovalLinks(this IEndpointRouteBuilder routes, string path)
    {
        var links = routes.MapGroup(path).OpenToProven(Why);
        links.MapGet(
            "/{token}",
            static (string token, HttpContext context, ApprovalLinks links) => links.ShowAsync(token, context)
        );
        links
            .MapPost(
                "/{token}",
                static (string token, HttpContext context, ApprovalLinks links) => links.DecideAsync(token, context)
            )
            .OpenToProven(Why, "approval.decide");
    }
}
