using System.Text.RegularExpressions;

namespace FlowFunctions.App.Access.Roles;

/// <summary>The names of workspaces, and of the flows that a grant is for.</summary>
internal static partial class FlowScope
{
    /// <summary>Whether a text may be the name of a workspace.</summary>
    public static bool IsWorkspace(string text) => WorkspaceName().IsMatch(text);

    /// <summary>Whether a text is a flow's id, or the beginning of ids and <c>*</c>.</summary>
    public static bool IsFlows(string text) => Flows().IsMatch(text);

    [GeneratedRegex("^[a-z][a-z0-9-]{0,62}\\z", RegexOptions.CultureInvariant)]
    private static partial Regex WorkspaceName();

    [GeneratedRegex("^[a-z][a-z0-9-]{0,62}\\*?\\z", RegexOptions.CultureInvariant)]
    private static partial Regex Flows();
}
