using FlowFunctions.App.Access.Tokens.Issuers;
using FlowFunctions.App.Problems;

namespace FlowFunctions.App.Access.SignIn;

/// <summary><c>GET /api/sign-in</c>: how to sign in. Strangers read it, so it holds what every sign-in page shows anyway.</summary>
internal static class GetSignIn
{
    // To get an access token by every provider's rules, and a refresh token that spares people a page each hour.
    private const string PlainScope = "openid profile email offline_access";

    public static IResult Handle(AccessSettings settings) =>
        settings.IsLocal ? AccessJson.Answer(new SignInResource("local", []))
        : !settings.IsConfigured ? throw new ProblemException(AccessProblems.NotConfigured)
        : AccessJson.Answer(
            new SignInResource(
                settings.Issuers.Count > 0 ? "provider" : "key",
                [.. settings.Issuers.Select(ProviderOf)]
            )
        );

    private static SignInProviderResource ProviderOf(IssuerSettings issuer) =>
        issuer.IsEntra
            ? new(
                issuer.Name,
                "entra",
                EntraAuthority(issuer.AuthorityAddress),
                issuer.ClientId,
                issuer.Scope ?? $"{issuer.Audiences[0]}/.default"
            )
            : new(
                issuer.Name,
                "oidc",
                issuer.DiscoveryAddress ?? issuer.AuthorityAddress,
                issuer.ClientId,
                issuer.Scope ?? PlainScope
            );

    /// <summary>Microsoft's library calls the issuer by its address without the version.</summary>
    private static string EntraAuthority(string issuer)
    {
        var address = issuer.TrimEnd('/');
        return address.EndsWith("/v2.0", StringComparison.Ordinal) ? address[..^"/v2.0".Length] : address;
    }
}
