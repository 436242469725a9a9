using FlowFunctions.Storage.Tables;

namespace FlowFunctions.Storage.Access;

/// <summary>What somebody may do, as a row holds it.</summary>
/// <param name="Workspace">The workspace.</param>
/// <param name="Role">The role's name.</param>
/// <param name="Flows">The flows that it is for; null for all.</param>
/// <param name="Permissions">The names of what it allows beyond the role, with commas between; null for nothing.</param>
public sealed record GrantRow(string Workspace, string Role, string? Flows = null, string? Permissions = null)
{
    internal void WriteTo(TableEntity row)
    {
        row[nameof(Workspace)] = Workspace;
        row[nameof(Role)] = Role;
        row[nameof(Flows)] = Flows;
        row[nameof(Permissions)] = Permissions;
    }

    internal static GrantRow Read(TableEntity row) =>
        new(
            row.GetString(nameof(Workspace))!,
            row.GetString(nameof(Role))!,
            row.GetString(nameof(Flows)),
            row.GetString(nameof(Permissions))
        );
}
