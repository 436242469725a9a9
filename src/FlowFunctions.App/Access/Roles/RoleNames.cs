namespace FlowFunctions.App.Access.Roles;

/// <summary>Roles as people write them.</summary>
internal static class RoleNames
{
    /// <summary>All of them, the least first.</summary>
    public static readonly string[] All = ["viewer", "operator", "editor", "admin"];

    /// <summary>Such as <c>editor</c>.</summary>
    public static string Of(Role role) => All[(int)role];

    /// <summary>The role of that name, or null.</summary>
    public static Role? Find(string name) =>
        Array.FindIndex(All, one => one.Equals(name, StringComparison.OrdinalIgnoreCase)) is var at and >= 0
            ? (Role)at
            : null;
}
