using System.Text.Json.Nodes;
using FlowFunctions.App.Requests;
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

    /// <summary>What the audit log says of a grant.</summary>
    /// <param name="row">The grant.</param>
    /// <param name="name">What people call who has it.</param>
    /// <param name="ends">When it ends; null for never.</param>
    public static JsonObject ToAudit(this GrantRow row, string? name, DateTimeOffset? ends = null)
    {
        var state = new JsonObject { ["role"] = row.Role };
        Add("name", name);
        Add("flows", row.Flows);
        Add("permissions", row.Permissions);
        Add("expiresAt", ends is { } end ? UtcTimeConverter.Format(end) : null);
        return state;

        void Add(string member, string? value)
        {
            if (value is not null)
            {
                state[member] = value;
            }
        }
    }

    /// <summary>A grant to be stored.</summary>
    public static GrantRow Write(Grant grant) =>
        new(
            grant.Workspace,
            RoleNames.Of(grant.Role),
            grant.Flows,
            grant.Extra.Count == 0 ? null : string.Join(',', grant.Extra.Select(Permissions.NameOf))
        );
}
