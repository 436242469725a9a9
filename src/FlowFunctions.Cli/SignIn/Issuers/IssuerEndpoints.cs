using System.Text.Json;
using FlowFunctions.Cli.Server;

namespace FlowFunctions.Cli.SignIn.Issuers;

/// <summary>Where an issuer is asked for what (OpenID Connect Discovery 1.0, section 3; RFC 8414, section 2).</summary>
/// <param name="Token">Where tokens are had.</param>
/// <param name="Device">Where codes for people are had; null where it has none.</param>
/// <param name="Revocation">Where tokens are given back; null where it takes none.</param>
internal sealed record IssuerEndpoints(Uri Token, Uri? Device, Uri? Revocation)
{
    /// <summary>Where an issuer describes itself.</summary>
    /// <exception cref="InvalidUseException">Its address is not safe to send secrets to.</exception>
    public static Uri DescriptionOf(string authority) =>
        SafeAddress(authority.TrimEnd('/') + "/.well-known/openid-configuration", "the sign-in provider's address");

    /// <exception cref="InvalidUseException">An address is missing, or not safe to send secrets to.</exception>
    public static IssuerEndpoints Read(JsonElement description) =>
        new(
            SafeAddress(description.Text("token_endpoint") ?? "", "the sign-in provider's 'token_endpoint'"),
            Optional(description, "device_authorization_endpoint"),
            Optional(description, "revocation_endpoint")
        );

    private static Uri? Optional(JsonElement description, string name) =>
        description.Text(name) is { } text ? SafeAddress(text, $"the sign-in provider's '{name}'") : null;

    private static Uri SafeAddress(string text, string what) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address)
        && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback))
            ? address
            : throw new InvalidUseException(
                $"There is no https address in {what}, and nothing is sent anywhere else. The server's settings name the provider."
            );
}
