using FlowFunctions.App.Access.Roles;

namespace FlowFunctions.App.Access.Me;

/// <summary>Who calls.</summary>
/// <param name="Id">What nobody else is called; an admin needs it to give a role.</param>
/// <param name="Name">What people call them.</param>
/// <param name="Kind"><c>local</c>, <c>user</c> or <c>apiKey</c>.</param>
/// <param name="Workspace">The workspace that this request works in.</param>
/// <param name="Permissions">What they may do to everything in it, or to the flow that was asked about.</param>
/// <param name="Missing">What they may not do, each with the least role that may.</param>
/// <param name="Roles">Their roles in all workspaces.</param>
/// <param name="Note">What people should know of how they are signed in, or null.</param>
internal sealed record MeResource(
    string Id,
    string Name,
    string Kind,
    string Workspace,
    IReadOnlyList<string> Permissions,
    IReadOnlyDictionary<string, string> Missing,
    IReadOnlyList<GrantResource> Roles,
    string? Note
);

/// <summary>A role somewhere.</summary>
/// <param name="Workspace">The workspace; <c>*</c> for all.</param>
/// <param name="Role">The role.</param>
/// <param name="Flows">The flows that it is for; null for all.</param>
/// <param name="Permissions">What it allows beyond the role, or null.</param>
internal sealed record GrantResource(string Workspace, string Role, string? Flows, IReadOnlyList<string>? Permissions)
{
    /// <summary>A grant as callers see it.</summary>
    public static GrantResource Of(Grant grant) =>
        new(
            grant.Workspace,
            RoleNames.Of(grant.Role),
            grant.Flows,
            grant.Extra.Count == 0 ? null : [.. grant.Extra.Select(Roles.Permissions.NameOf)]
        );
}
