namespace FlowFunctions.App.Access.Roles;

/// <summary>What each permission takes, and what people call it.</summary>
internal static class Permissions
{
    private static readonly Dictionary<Permission, (string Name, Role? Least)> Known = new()
    {
        [Permission.ReadMe] = ("me.read", null),
        [Permission.ReadFlows] = ("flows.read", Role.Viewer),
        [Permission.ReadFiles] = ("files.read", Role.Viewer),
        [Permission.ReadRuns] = ("runs.read", Role.Viewer),
        [Permission.StartRuns] = ("runs.start", Role.Operator),
        [Permission.ControlRuns] = ("runs.control", Role.Operator),
        [Permission.SwitchTriggers] = ("triggers.switch", Role.Operator),
        [Permission.DecideApprovals] = ("approvals.decide", Role.Operator),
        [Permission.WriteFlows] = ("flows.write", Role.Editor),
        [Permission.WriteFiles] = ("files.write", Role.Editor),
        [Permission.TestSteps] = ("steps.test", Role.Editor),
        [Permission.InspectWebhooks] = ("webhooks.inspect", Role.Editor),
        [Permission.WriteSecrets] = ("secrets.write", Role.Editor),
        [Permission.DeleteRuns] = ("runs.delete", Role.Editor),
        [Permission.ManageAccess] = ("access.manage", Role.Admin),
        [Permission.ReadAudit] = ("audit.read", Role.Admin),
        [Permission.ManageLimits] = ("limits.manage", Role.Admin),
        [Permission.ReadMetrics] = ("metrics.read", Role.Admin),
    };

    /// <summary>All of them.</summary>
    public static IEnumerable<Permission> All => Known.Keys;

    /// <summary>Those that somebody may have beyond a role.</summary>
    public static IReadOnlyList<Permission> Extra { get; } =
    [Permission.DecideApprovals, Permission.InspectWebhooks, Permission.StartRuns];

    /// <summary>Such as <c>runs.start</c>.</summary>
    public static string NameOf(Permission permission) => Known[permission].Name;

    /// <summary>The least role that has it; null when it takes none.</summary>
    public static Role? LeastOf(Permission permission) => Known[permission].Least;

    /// <summary>The permission of that name among <see cref="Extra"/>, or null.</summary>
    public static Permission? FindExtra(string name) =>
        Extra.Where(permission => NameOf(permission) == name).Cast<Permission?>().FirstOrDefault();
}
