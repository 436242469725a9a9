using FlowFunctions.App.Access.Roles;

namespace FlowFunctions.App.Access.Me;

/// <summary><c>GET /api/me</c>: who calls, and what they may do.</summary>
internal static class GetMe
{
    private const string LocalNote =
        "Nobody is asked who they are, because only this machine reaches the app. docs/access.md tells how to change that.";

    public static IResult Handle(HttpContext context)
    {
        var (caller, workspace) = CallerContext.Of(context);
        var permissions = Permissions
            .All.Where(permission =>
                Permissions.LeastOf(permission) is null
                || caller.In(workspace).Any(grant => grant.Allows(permission) && grant.Covers(flowId: null))
            )
            .Select(Permissions.NameOf);
        return AccessJson.Answer(
            new MeResource(
                caller.Id,
                caller.Name,
                caller.Kind,
                workspace,
                [.. permissions],
                [.. caller.Grants.Select(GrantResource.Of)],
                caller.Kind == Caller.Local ? LocalNote : null
            )
        );
    }
}
