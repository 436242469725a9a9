namespace FlowFunctions.App.Access.Roles;

/// <summary>What somebody may do in a workspace.</summary>
/// <param name="Workspace">The workspace; <see cref="EveryWorkspace"/> for who runs the installation.</param>
/// <param name="Role">The role.</param>
internal sealed record Grant(string Workspace, Role Role)
{
    /// <summary>Stands for all workspaces.</summary>
    public const string EveryWorkspace = "*";

    /// <summary>The flows that it is for: a flow's id, or the beginning of ids and <c>*</c>; null for the whole workspace.</summary>
    public string? Flows { get; init; }

    /// <summary>What it allows beyond the role.</summary>
    public IReadOnlyList<Permission> Extra { get; init; } = [];

    /// <summary>Whether it is for a workspace.</summary>
    public bool IsFor(string workspace) => Workspace == workspace || Workspace == EveryWorkspace;

    /// <summary>Whether it allows something, wherever.</summary>
    public bool Allows(Permission permission) =>
        Permissions.LeastOf(permission) is not { } least || Role >= least || Extra.Contains(permission);

    /// <summary>Whether it is for a flow; null for what is no flow's alone.</summary>
    public bool Covers(string? flowId) =>
        Flows is null
        || (
            flowId is not null
            && (Flows.EndsWith('*') ? flowId.StartsWith(Flows[..^1], StringComparison.Ordinal) : flowId == Flows)
        );
}
