using FlowFunctions.App.Access.Roles;

namespace FlowFunctions.App.Access.Me;

/// <summary><c>GET /api/me</c>: who calls, and what they may do.</summary>
internal static class GetMe
{
    private const string LocalNote =
        "Nobody is asked who they are, because only this machine reaches the app. docs/access.md tells how to change that.";

    public static IResult Handle(HttpContext context, string? flow)
    {
        var (caller, workspace) = CallerContext.Of(context);
        var may = Permissions
            .All.Where(permission => Permissions.LeastOf(permission) is null || caller.May(permission, workspace, flow))
            .ToHashSet();
        return AccessJson.Answer(
            new MeResource(
                caller.Id,
                caller.Name,
                caller.Kind,
                workspace,
                [.. may.Select(Permissions.NameOf)],
                Permissions
                    .All.Where(permission => !may.Contains(permission))
                    .ToDictionary(
                        Permissions.NameOf,
                        static permission => RoleNames.Of(Permissions.LeastOf(permission)!.Value),
                        StringComparer.Ordinal
                    ),
                [.. caller.Grants.Select(GrantResource.Of)],
                caller.Kind == Caller.Local ? LocalNote : null
            )
        );
    }
}
