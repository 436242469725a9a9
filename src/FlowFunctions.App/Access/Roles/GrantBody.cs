using System.Text.Json;
using FlowFunctions.App.Problems;
using FlowFunctions.App.Requests;

namespace FlowFunctions.App.Access.Roles;

/// <summary>The members of a body that say what somebody may do.</summary>
internal static class GrantBody
{
    /// <summary>Their names.</summary>
    public const string Role = "role";

    /// <inheritdoc cref="Role"/>
    public const string Flows = "flows";

    /// <inheritdoc cref="Role"/>
    public const string Permissions = "permissions";

    private const int MaxLength = 64;

    /// <summary>Reads them.</summary>
    /// <exception cref="ProblemException">400: one cannot be used.</exception>
    public static Grant Read(BodyMembers body, string workspace)
    {
        var flows = body.Text(Flows, MaxLength);
        return new Grant(workspace, RoleOf(body))
        {
            Flows =
                flows is null || FlowScope.IsFlows(flows)
                    ? flows
                    : throw Invalid(
                        "'flows' must be the id of a flow, or the beginning of ids and '*', such as 'billing-*'."
                    ),
            Extra = body.Any(Permissions) is { } extra ? ExtraOf(extra) : [],
        };
    }

    private static Role RoleOf(BodyMembers body) =>
        body.Text(Role, MaxLength) is { } text && RoleNames.Find(text) is { } role
            ? role
            : throw Invalid($"'role' must be one of {string.Join(", ", RoleNames.All)}.");

    private static Permission[] ExtraOf(JsonElement names) =>
        names.ValueKind == JsonValueKind.Array
            ?
            [
                .. names
                    .EnumerateArray()
                    .Select(static name =>
                        (name.ValueKind == JsonValueKind.String ? Roles.Permissions.FindExtra(name.GetString()!) : null)
                        ?? throw Unknown()
                    )
                    .Distinct(),
            ]
            : throw Unknown();

    private static ProblemException Unknown() =>
        Invalid(
            $"'permissions' must be a list of {string.Join(", ", Roles.Permissions.Extra.Select(Roles.Permissions.NameOf))}."
        );

    private static ProblemException Invalid(string detail) => new(Problem.BadRequest(detail));
}
