using FlowFunctions.Storage.Access;

namespace FlowFunctions.App.Access.Roles;

/// <summary>Grants as tables hold them.</summary>
internal static class GrantRows
{
    /// <summary>A grant that was stored; null when its role is not known here (a newer app has written it), so it allows nothing.</summary>
    public static Grant? Read(GrantRow row) =>
        RoleNames.Find(row.Role) is { } role
            ? new Grant(row.Workspace, role)
            {
                Flows = row.Flows,
                Extra =
                [
                    .. (row.Permissions ?? "")
                        .Split(',', StringSplitOptions.RemoveEmptyEntries)
                        .Select(Permissions.FindExtra)
                        .OfType<Permission>(),
                ],
            }
            : null;

    /// <summary>A grant to be stored.</summary>
    public static GrantRow Write(Grant grant) =>
        new(
            grant.Workspace,
            RoleNames.Of(grant.Role),
            grant.Flows,
            grant.Extra.Count == 0 ? null : string.Join(',', grant.Extra.Select(Permissions.NameOf))
        );
}
