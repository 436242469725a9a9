using System.Text.Json;
using FlowFunctions.App.Access.Tokens.Jose;

namespace FlowFunctions.App.Access.Tokens.Issuers;

/// <summary>What a provider tells of itself that tokens are checked against.</summary>
/// <param name="Issuer">How it is called in its tokens.</param>
/// <param name="Keys">What it signs with.</param>
internal sealed record OpenIdConnectConfiguration(string Issuer, JsonWebKeySet Keys)
{
    /// <summary>Reads the document of OpenID Connect Discovery 1.0, section 3.</summary>
    /// <returns>The issuer, and where its keys are.</returns>
    /// <exception cref="IssuerException">It is another issuer's, or leads where nobody should follow.</exception>
    public static (string Issuer, Uri Keys) Read(ReadOnlySpan<byte> json, IssuerSettings settings)
    {
        var document = JsonElement.Parse(json);
        var issuer = Text(document, "issuer");
        if (issuer.TrimEnd('/') != settings.Issuer.TrimEnd('/'))
        {
            throw new IssuerException($"it says that it is '{issuer}', not '{settings.Issuer}'");
        }

        return
            Uri.TryCreate(Text(document, "jwks_uri"), UriKind.Absolute, out var keys)
            && (keys.Scheme == Uri.UriSchemeHttps || (settings.Discovery.Scheme == keys.Scheme && keys.IsLoopback))
            ? (issuer, keys)
            : throw new IssuerException("its 'jwks_uri' is no https address");
    }

    private static string Text(JsonElement document, string name) =>
        document.ValueKind == JsonValueKind.Object
        && document.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.String
            ? value.GetString()!
            : throw new IssuerException($"its description has no '{name}'");
}
