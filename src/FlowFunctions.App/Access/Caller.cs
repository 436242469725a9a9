using System.Security.Claims;
using FlowFunctions.App.Access.Roles;

namespace FlowFunctions.App.Access;

/// <summary>Who calls, and what they may do. One serves all requests of theirs until that changes.</summary>
/// <param name="Id">What nobody else is called, such as <c>main:8f2c</c> or <c>key:0a1b2c3d4e5f6071</c>.</param>
/// <param name="Name">What people call them.</param>
/// <param name="Kind"><c>local</c>, <c>user</c> or <c>apiKey</c>.</param>
/// <param name="Grants">What they may do where.</param>
internal sealed record Caller(string Id, string Name, string Kind, IReadOnlyList<Grant> Grants)
{
    /// <summary>Whoever sits at the machine.</summary>
    public const string Local = "local";

    /// <summary>Somebody with a token of an issuer.</summary>
    public const string User = "user";

    /// <summary>A program with a key.</summary>
    public const string ApiKey = "apiKey";

    /// <summary>The workspaces that they have a role in.</summary>
    public IReadOnlyList<string> Workspaces { get; } =
    [.. Grants.Select(static grant => grant.Workspace).Distinct(StringComparer.Ordinal)];

    /// <summary>As ASP.NET Core has callers.</summary>
    public ClaimsPrincipal Principal => field ??= new(new CallerIdentity(this));

    /// <summary>What they may do in a workspace.</summary>
    public IEnumerable<Grant> In(string workspace) => Grants.Where(grant => grant.IsFor(workspace));

    /// <summary>Whether they may do something.</summary>
    /// <param name="permission">What.</param>
    /// <param name="workspace">Where.</param>
    /// <param name="flowId">The flow that it is done to; null when it is no flow's alone.</param>
    public bool May(Permission permission, string workspace, string? flowId)
    {
        // Asked of every request: no enumerable for it.
        foreach (var grant in Grants)
        {
            if (grant.IsFor(workspace) && grant.Allows(permission) && grant.Covers(flowId))
            {
                return true;
            }
        }

        return false;
    }
}

/// <summary>A caller as ASP.NET Core has identities.</summary>
/// <param name="caller">The caller.</param>
internal sealed class CallerIdentity(Caller caller)
    : ClaimsIdentity([new(ClaimTypes.NameIdentifier, caller.Id), new(ClaimTypes.Name, caller.Name)], caller.Kind)
{
    /// <summary>The caller.</summary>
    public Caller Caller => caller;
}
