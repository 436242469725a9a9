using FlowFunctions.App.Access.Roles;
using FlowFunctions.App.Problems;

namespace FlowFunctions.App.Access;

/// <summary>Why somebody is not let in.</summary>
internal static class AccessProblems
{
    private static readonly TimeSpan IssuerRetry = TimeSpan.FromSeconds(5);

    /// <summary>401: nobody knows who calls.</summary>
    public static Problem SignInNeeded { get; } =
        Refused(
            "Access.SignInNeeded",
            "Send a token of your sign-in provider or an API key: 'Authorization: Bearer …'."
        );

    /// <summary>503: it is not said whom the app shall let in.</summary>
    public static Problem NotConfigured { get; } =
        new(
            StatusCodes.Status503ServiceUnavailable,
            "Access.NotConfigured",
            $"Nobody is let in until this app is told whom: set {AccessNames.Issuer} and {AccessNames.Audience} for a sign-in provider, "
                + $"or {AccessNames.Key} for a first key, and restart it. docs/access.md tells how."
        );

    /// <summary>401: the token is refused.</summary>
    public static Problem TokenInvalid(string why) =>
        Refused("Access.TokenInvalid", $"The token is refused: {why}. Sign in again.");

    /// <summary>401: the key is none, or not any more.</summary>
    public static Problem KeyInvalid { get; } =
        Refused("Access.KeyInvalid", "The API key is unknown, revoked or past its end. Ask an admin for a new one.");

    /// <summary>503: the token cannot be checked now.</summary>
    public static Problem IssuerUnreachable(string why) =>
        new(
            StatusCodes.Status503ServiceUnavailable,
            "Access.IssuerUnreachable",
            $"The token cannot be checked now, because the sign-in provider's keys cannot be read: {why}. Try again in a moment."
        )
        {
            RetryAfter = IssuerRetry,
        };

    /// <summary>403: the caller has no role there.</summary>
    public static Problem NoRole(Caller caller, string workspace) =>
        Forbidden(
            "Access.NoRole",
            $"You have no role in the workspace '{workspace}'. Ask one of its admins to add you; your id is '{caller.Id}'."
        );

    /// <summary>403: the caller's role is too small.</summary>
    public static Problem NotAllowed(Permission permission, string workspace, string? flowId)
    {
        var where = flowId is null ? $"in the whole workspace '{workspace}'" : $"for the flow '{flowId}'";
        var role = Permissions.LeastOf(permission) is { } least ? RoleNames.Of(least) : "any role";
        return Forbidden(
            "Access.NotAllowed",
            $"This takes the permission '{Permissions.NameOf(permission)}' {where}, which the role {role} has. Ask an admin for it."
        );
    }

    /// <summary>400: the caller has several workspaces and names none.</summary>
    public static Problem ChooseWorkspace(Caller caller) =>
        Problem.BadRequest(
            $"You have roles in several workspaces ({string.Join(", ", caller.Workspaces)}). Name one with the header X-Workspace, or with '?workspace='.",
            "Access.ChooseWorkspace"
        );

    private static Problem Refused(string code, string detail) => new(StatusCodes.Status401Unauthorized, code, detail);

    private static Problem Forbidden(string code, string detail) => new(StatusCodes.Status403Forbidden, code, detail);
}
