using FlowFunctions.App.Access.Roles;
using FlowFunctions.App.Problems;
using FlowFunctions.App.Workspaces;

namespace FlowFunctions.App.Access;

/// <summary>The workspace of a request: one of the caller's.</summary>
internal static class ChosenWorkspace
{
    private const string Header = "X-Workspace";
    private const string Parameter = "workspace";

    /// <summary>The one that the request names; else the caller's only one, or the default one among several.</summary>
    /// <param name="request">The request.</param>
    /// <param name="caller">Who calls.</param>
    /// <param name="permission">What for.</param>
    /// <param name="problem">Why there is none.</param>
    public static string Of(HttpRequest request, Caller caller, Permission permission, out Problem? problem)
    {
        problem = null;
        if (permission == Permission.ReadMetrics)
        {
            // What is measured is all workspaces' together; so it is for those who run the installation.
            return Workspace.Default;
        }

        if ((Text(request.Headers[Header]) ?? Text(request.Query[Parameter])) is { } named)
        {
            problem = FlowScope.IsWorkspace(named)
                ? null
                : Problem.BadRequest($"'{named}' is no name of a workspace.", "Access.WorkspaceInvalid");
            return named;
        }

        var workspaces = caller.Workspaces;
        if (workspaces is [not Grant.EveryWorkspace and var only])
        {
            return only;
        }

        var hasDefault =
            workspaces.Count == 0 || workspaces.Any(static one => one is Workspace.Default or Grant.EveryWorkspace);
        problem = hasDefault || permission == Permission.ReadMe ? null : AccessProblems.ChooseWorkspace(caller);
        return Workspace.Default;
    }

    private static string? Text(Microsoft.Extensions.Primitives.StringValues values) =>
        values is [{ Length: > 0 } one] ? one : null;
}
