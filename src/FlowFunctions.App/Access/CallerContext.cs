using FlowFunctions.App.Access.Roles;
using FlowFunctions.App.Problems;

namespace FlowFunctions.App.Access;

/// <summary>The caller of a request, and the workspace that it works in.</summary>
/// <param name="Caller">Who calls.</param>
/// <param name="Workspace">The workspace, in which the caller has a role.</param>
internal sealed record CallerContext(Caller Caller, string Workspace)
{
    /// <summary>Those of a request that was let in.</summary>
    /// <exception cref="InvalidOperationException">The request's route is open, so nobody knows.</exception>
    public static CallerContext Of(HttpContext context) =>
        context.Features.Get<CallerContext>()
        ?? throw new InvalidOperationException("This route is open; it has no caller and no workspace.");

    /// <summary>Checks a permission that only some requests to a route take.</summary>
    /// <param name="permission">The permission.</param>
    /// <param name="flowId">The flow that it is about, or null.</param>
    /// <exception cref="ProblemException">403: the caller does not have it.</exception>
    public void Demand(Permission permission, string? flowId = null)
    {
        if (!Caller.May(permission, Workspace, flowId))
        {
            throw new ProblemException(AccessProblems.NotAllowed(permission, Workspace, flowId));
        }
    }
}
