using FlowFunctions.App.Access.ApiKeys;
using FlowFunctions.App.Access.Roles;
using FlowFunctions.App.Access.SignIn;
using FlowFunctions.App.Problems;
using Microsoft.AspNetCore.Authentication;

namespace FlowFunctions.App.Access;

/// <summary>Lets a request through to its route if its caller may do what the route does: who calls, in which workspace, may they.</summary>
internal sealed class AccessMiddleware(
    RequestDelegate next,
    AccessSettings settings,
    ApiKeyCallers keys,
    FlowOfRequest flows
)
{
    public async Task InvokeAsync(HttpContext context)
    {
        // Routing answers by itself, with an endpoint of its own, for methods and media types that a route does not take.
        if (context.GetEndpoint() is not RouteEndpoint endpoint)
        {
            await next(context);
            return;
        }

        var rule = endpoint.Metadata.GetMetadata<AccessRule>();
        if (rule is null or { Permission: not null } && await RefuseAsync(context, rule) is { } problem)
        {
            if (problem.Status == StatusCodes.Status401Unauthorized)
            {
                context.Response.Headers.WWWAuthenticate =
                    problem == AccessProblems.SignInNeeded ? "Bearer" : "Bearer error=\"invalid_token\"";
            }

            await ProblemResult.WriteAsync(context.Response, problem);
            return;
        }

        await next(context);
    }

    private async Task<Problem?> RefuseAsync(HttpContext context, AccessRule? rule)
    {
        if (!settings.IsLocal && !settings.IsConfigured)
        {
            return AccessProblems.NotConfigured;
        }

        var result = await context.AuthenticateAsync(SchemeOf(context.Request));
        if (result.Principal?.Identity is not CallerIdentity { Caller: var caller } || rule?.Permission is null)
        {
            return (result.Failure as ProblemException)?.Problem ?? AccessProblems.SignInNeeded;
        }

        context.User = result.Principal;
        return await CheckAsync(context, caller, rule.Permission.Value, rule.IsFiltered);
    }

    /// <summary>What is sent counts, also where the sender is at this machine: a program that tries its key shall learn what it may do.</summary>
    private string SchemeOf(HttpRequest request) =>
        settings.IsLocal && !Credentials.Has(request) ? LocalHandler.Scheme
        : Credentials.Of(request) is { } text && (Credentials.IsKey(request, text) || keys.IsSettingsKey(text))
            ? ApiKeyHandler.Scheme
        : BearerHandler.Scheme;

    private async Task<Problem?> CheckAsync(HttpContext context, Caller caller, Permission permission, bool isFiltered)
    {
        var chosen = ChosenWorkspace.Of(context.Request, caller, permission, out var problem);
        if (problem is not null)
        {
            return problem;
        }

        context.Features.Set(new CallerContext(caller, chosen));
        if (Permissions.LeastOf(permission) is null || caller.May(permission, chosen, flowId: null))
        {
            return null;
        }

        if (!caller.In(chosen).Any())
        {
            return AccessProblems.NoRole(caller, chosen);
        }

        if (isFiltered && caller.In(chosen).Any(grant => grant.Allows(permission)))
        {
            return null;
        }

        var flow = await flows.FindAsync(context, chosen);
        return flow is not null && caller.May(permission, chosen, flow)
            ? null
            : AccessProblems.NotAllowed(permission, chosen, flow);
    }
}
