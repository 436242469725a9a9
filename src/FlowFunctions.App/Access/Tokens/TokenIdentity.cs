using System.Text.Json;
using FlowFunctions.App.Access.Tokens.Issuers;
using FlowFunctions.App.Access.Tokens.Jose;

namespace FlowFunctions.App.Access.Tokens;

/// <summary>Whom a token that was verified names.</summary>
/// <param name="Id">The issuer's name and the subject there, which nobody else has.</param>
/// <param name="Name">What people call them.</param>
/// <param name="Workspace">The workspace that the roles are for.</param>
/// <param name="Roles">The roles that the issuer gives them, in its own words.</param>
/// <param name="Ends">When the token ends.</param>
internal sealed record TokenIdentity(
    string Id,
    string Name,
    string Workspace,
    IReadOnlyList<string> Roles,
    DateTimeOffset Ends
)
{
    private const int MaxSubjectLength = 255;
    private const int MaxRoles = 200;

    /// <summary>Reads the claims.</summary>
    /// <exception cref="SecurityTokenException">There is no subject.</exception>
    public static TokenIdentity Of(JsonWebToken token, IssuerSettings issuer, string tenant, DateTimeOffset ends)
    {
        var subject = SubjectOf(token);
        return new(
            tenant.Length == 0 ? $"{issuer.Name}:{subject}" : $"{issuer.Name}:{tenant.ToLowerInvariant()}:{subject}",
            NameOf(token) ?? subject,
            tenant.Length == 0 ? issuer.Workspace : issuer.Tenants[tenant],
            RolesOf(token, issuer.RolesClaim),
            ends
        );
    }

    /// <summary>In tokens of Microsoft Entra ID <c>oid</c> is the same for all applications, and what its portal shows.</summary>
    private static string SubjectOf(JsonWebToken token) =>
        (token.Text("tid") is null ? token.Text("sub") : token.Text("oid") ?? token.Text("sub")) is { } subject
        && subject.Length is > 0 and <= MaxSubjectLength
        && !subject.Any(char.IsControl)
            ? subject
            : throw new SecurityTokenException("it does not say whom it is for ('sub')");

    private static string? NameOf(JsonWebToken token)
    {
        foreach (var claim in (string[])["preferred_username", "email", "name", "azp"])
        {
            if (token.Text(claim) is { Length: > 0 and <= MaxSubjectLength } name && !name.Any(char.IsControl))
            {
                return name;
            }
        }

        return null;
    }

    private static string[] RolesOf(JsonWebToken token, string claim) =>
        !token.Payload.TryGetProperty(claim, out var value) ? []
        : value.ValueKind == JsonValueKind.String ? value.GetString()!.Split(' ', StringSplitOptions.RemoveEmptyEntries)
        : value.ValueKind == JsonValueKind.Array
            ?
            [
                .. value
                    .EnumerateArray()
                    .Take(MaxRoles)
                    .Where(static role => role.ValueKind == JsonValueKind.String)
                    .Select(static role => role.GetString()!),
            ]
        : [];
}
