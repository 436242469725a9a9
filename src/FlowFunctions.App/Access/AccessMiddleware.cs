using FlowFunctions.App.Access.ApiKeys;
using FlowFunctions.App.Access.Audit;
using FlowFunctions.App.Access.Roles;
using FlowFunctions.App.Access.SignIn;
using FlowFunctions.App.Limits.Rates;
using FlowFunctions.App.Problems;
using Microsoft.AspNetCore.Authentication;

namespace FlowFunctions.App.Access;

/// <summary>Lets a request through to its route if its caller may do what the route does: who calls, in which workspace, may they.</summary>
internal sealed class AccessMiddleware(
    RequestDelegate next,
    AccessSettings settings,
    ApiKeyCallers keys,
    FlowOfRequest flows,
    AuditTrail trail,
    RequestRates rates,
    TimeProvider time
)
{
    public async Task InvokeAsync(HttpContext context)
    {
        // Routing answers by itself, with an endpoint of its own, for methods and media types that a route does not take.
        var endpoint = context.GetEndpoint() as RouteEndpoint;
        var rule = endpoint?.Metadata.GetMetadata<AccessRule>();
        if (endpoint is null || rule is { Permission: null })
        {
            await next(context);
            return;
        }

        var (let, refusal) = await AskAsync(context, rule);
        if (refusal is not null)
        {
            await RefuseAsync(context, rule, refusal);
            return;
        }

        context.User = let!.Caller.Principal;
        context.Features.Set(let);
        await (rule!.IsLong && !settings.IsLocal ? ServeLongAsync(context, rule) : next(context));
    }

    /// <summary>What is refused, for a wrong key or a small role, is counted by where it comes from. What is let in is not held up by that.</summary>
    private Problem? TooMany(HttpContext context, Problem problem) =>
        problem.Status is 401 or 403 && Credential.IsIn(context.Request) ? rates.Take(CallerAddress.Of(context)) : null;

    private async Task RefuseAsync(HttpContext context, AccessRule? rule, Refusal refusal)
    {
        var problem = TooMany(context, refusal.Problem) ?? refusal.Problem;
        if (rule is not null && problem == refusal.Problem)
        {
            await trail.RefuseAsync(context, rule, refusal);
        }

        await RefuseAsync(context.Response, problem);
    }

    private static Task RefuseAsync(HttpResponse response, Problem problem)
    {
        if (problem.Status == StatusCodes.Status401Unauthorized)
        {
            response.Headers.WWWAuthenticate =
                problem == AccessProblems.SignInNeeded ? "Bearer" : "Bearer error=\"invalid_token\"";
        }

        return ProblemResult.WriteAsync(response, problem);
    }

    /// <summary>A stream may go on for days; one whose caller's key, token or role has ended in the meantime is cut off.</summary>
    private async Task ServeLongAsync(HttpContext context, AccessRule rule)
    {
        using var over = new CancellationTokenSource();
        var watching = WatchAsync(context, rule, over.Token);
        try
        {
            await next(context);
        }
        finally
        {
            await over.CancelAsync();
            await watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task WatchAsync(HttpContext context, AccessRule rule, CancellationToken over)
    {
        using var timer = new PeriodicTimer(settings.Recheck, time);
        while (await timer.WaitForNextTickAsync(over) && await MayStillAsync(context, rule)) { }

        context.Abort();
    }

    private async Task<bool> MayStillAsync(HttpContext context, AccessRule rule)
    {
        try
        {
            return (await AskAsync(context, rule)).Refusal is not { Problem.Status: 401 or 403 };
        }
        catch (Exception exception) when (ExceptionProblems.Of(exception) is not null)
        {
            // Nobody is cut off because the storage does not answer for a moment.
            return true;
        }
        catch
        {
            context.Abort();
            throw;
        }
    }

    private async ValueTask<(CallerContext? Let, Refusal? Refusal)> AskAsync(HttpContext context, AccessRule? rule)
    {
        if (!settings.IsLocal && !settings.IsConfigured)
        {
            return (null, new(AccessProblems.NotConfigured));
        }

        var result = await context.AuthenticateAsync(SchemeOf(context.Request));
        return result.Principal?.Identity is CallerIdentity { Caller: var caller } && rule?.Permission is { } permission
            ? await CheckAsync(context, caller, permission, rule.IsFiltered)
            : (null, new((result.Failure as ProblemException)?.Problem ?? AccessProblems.SignInNeeded));
    }

    /// <summary>What is sent counts, also where the sender is at this machine: a program that tries its key shall learn what it may do.</summary>
    private string SchemeOf(HttpRequest request) =>
        settings.IsLocal && !Credential.IsIn(request) ? LocalHandler.Scheme
        : Credential.Of(request) is { } sent && (sent.IsKey || keys.IsSettingsKey(sent)) ? ApiKeyHandler.Scheme
        : BearerHandler.Scheme;

    private async ValueTask<(CallerContext? Let, Refusal? Refusal)> CheckAsync(
        HttpContext context,
        Caller caller,
        Permission permission,
        bool isFiltered
    )
    {
        var chosen = ChosenWorkspace.Of(context.Request, caller, permission, out var problem);
        if (problem is not null)
        {
            return (null, new(problem, caller));
        }

        var let = new CallerContext(caller, chosen);
        if (Permissions.LeastOf(permission) is null || caller.May(permission, chosen, flowId: null))
        {
            return (let, null);
        }

        if (!caller.In(chosen).Any())
        {
            return (null, new(AccessProblems.NoRole(caller, chosen), caller, chosen));
        }

        if (isFiltered && caller.In(chosen).Any(grant => grant.Allows(permission)))
        {
            return (let, null);
        }

        var flow = await flows.FindAsync(context, chosen);
        return flow is not null && caller.May(permission, chosen, flow)
            ? (let, null)
            : (null, new(AccessProblems.NotAllowed(permission, chosen, flow), caller, chosen));
    }
}
