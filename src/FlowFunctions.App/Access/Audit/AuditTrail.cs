using System.Diagnostics;
using FlowFunctions.App.Access.Roles;
using FlowFunctions.App.Workspaces;

namespace FlowFunctions.App.Access.Audit;

/// <summary>Makes entries of requests.</summary>
internal sealed class AuditTrail(AuditLog log, RefusalLimit limit)
{
    /// <summary>The status of a request whose caller hung up.</summary>
    private const int HungUp = 499;

    /// <summary>Refuses what could not be recorded.</summary>
    /// <exception cref="Problems.ProblemException">503: it could not.</exception>
    public void Check() => log.Check();

    /// <summary>Records an operation that was tried, and what came of it.</summary>
    public Task RecordAsync(HttpContext context, string action)
    {
        var note = AuditNote.Of(context);
        var let = context.Features.Get<CallerContext>();
        var caller = let is null ? note.Caller : Of(let.Caller);
        var draft = Draft(context, note.Workspace ?? let?.Workspace, caller, action, StatusOf(context)) with
        {
            Before = note.Before,
            After = note.After,
        };

        // Whoever is let in has limits of another kind.
        return caller is null ? RecordRefusalAsync(draft) : log.RecordAsync(draft);
    }

    /// <summary>Records that somebody was not let in, unless they only forgot to say who they are.</summary>
    public Task RefuseAsync(HttpContext context, AccessRule rule, Refusal refusal) =>
        refusal.Problem.Status is StatusCodes.Status401Unauthorized or StatusCodes.Status403Forbidden
        && refusal.Problem != AccessProblems.SignInNeeded
            ? RecordRefusalAsync(
                Draft(
                    context,
                    refusal.Workspace,
                    refusal.Caller is { } caller ? Of(caller) : null,
                    rule.Action ?? Permissions.NameOf(rule.Permission!.Value),
                    refusal.Problem.Status
                )
            )
            : Task.CompletedTask;

    private Task RecordRefusalAsync(AuditDraft draft) =>
        limit.TryPass(draft.Caller.Id.Length > 0 ? draft.Caller.Id : draft.From ?? "", out var missed)
            ? log.RecordAsync(missed == 0 ? draft : draft with { After = new() { ["refusalsNotRecorded"] = missed } })
            : Task.CompletedTask;

    private static AuditDraft Draft(
        HttpContext context,
        string? workspace,
        AuditCaller? caller,
        string action,
        int status
    ) =>
        new(workspace ?? Workspace.Default, caller ?? AuditCaller.Unknown, action, status)
        {
            From = CallerAddress.Of(context)?.ToString(),
            Target = AuditNote.Of(context).Target ?? TargetOf(context),
            TraceId = Activity.Current?.TraceId.ToHexString() ?? context.TraceIdentifier,
        };

    private static AuditCaller Of(Caller caller) => new(caller.Id, caller.Name, caller.Kind);

    private static int StatusOf(HttpContext context) =>
        context.RequestAborted.IsCancellationRequested && !context.Response.HasStarted
            ? HungUp
            : context.Response.StatusCode;

    /// <summary>The values of the path, as the path has them.</summary>
    private static string? TargetOf(HttpContext context)
    {
        var names = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.Parameters ?? [];
        var values = names.Select(name => context.Request.RouteValues[name.Name] as string).OfType<string>();
        return string.Join('/', values) is { Length: > 0 } target ? target : null;
    }
}

/// <summary>Why somebody was not let in.</summary>
/// <param name="Problem">The answer.</param>
/// <param name="Caller">Who; null when that is not known.</param>
/// <param name="Workspace">Where they wanted to do something, when that is known.</param>
internal sealed record Refusal(Problems.Problem Problem, Caller? Caller = null, string? Workspace = null);
