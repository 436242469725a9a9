using FlowFunctions.App.Access;

namespace FlowFunctions.App.Workspaces;

/// <summary>The tenant that a request works in.</summary>
internal static class Workspace
{
    /// <summary>The workspace of an installation that has one only.</summary>
    public const string Default = "default";

    /// <summary>The workspace of a request's caller.</summary>
    public static string Of(HttpContext context) => CallerContext.Of(context).Workspace;
}
