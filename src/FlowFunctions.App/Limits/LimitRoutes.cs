using FlowFunctions.App.Access.Roles;
using FlowFunctions.App.Limits.Values;
using FlowFunctions.App.OpenApi;
using FlowFunctions.App.Problems;

namespace FlowFunctions.App.Limits;

/// <summary>The limits of a workspace.</summary>
internal static class LimitRoutes
{
    public static void MapLimits(this IEndpointRouteBuilder api)
    {
        var limits = api.MapGroup("/limits").WithTags("Access").Requires(Permission.ManageLimits);
        limits
            .MapGet("", static (HttpContext context, ListLimits list) => list.HandleAsync(context))
            .WithSummary("The limits of the workspace, and what is used of them.")
            .Produces<LimitListResource>();
        limits
            .MapPut(
                "/{name}",
                static (string name, HttpContext context, PutLimit put) => put.HandleAsync(name, context)
            )
            .Requires(Permission.ManageLimits, "limit.write")
            .WithSummary("Sets a limit for the workspace. Other instances know it within 15 seconds.")
            .TakesBody("application/json")
            .Produces<LimitResource>()
            .ProducesProblems(400, 404, 412, 413);
        limits
            .MapDelete(
                "/{name}",
                static (string name, HttpContext context, PutLimit put) => put.DeleteAsync(name, context)
            )
            .Requires(Permission.ManageLimits, "limit.delete")
            .WithSummary("Goes back to the installation's value of a limit.")
            .Produces<LimitResource>()
            .ProducesProblems(404, 412);
    }
}
