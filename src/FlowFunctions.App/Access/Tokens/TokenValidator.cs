using System.Text.Json;
using FlowFunctions.App.Access.Tokens.Issuers;
using FlowFunctions.App.Access.Tokens.Jose;

namespace FlowFunctions.App.Access.Tokens;

/// <summary>Verifies tokens of the issuers that the settings name (RFC 7519, RFC 8725).</summary>
/// <param name="issuers">The issuers.</param>
/// <param name="time">The clock.</param>
internal sealed class TokenValidator(IReadOnlyList<IssuerKeys> issuers, TimeProvider time)
{
    /// <summary>Verifies a token.</summary>
    /// <exception cref="SecurityTokenException">It is refused.</exception>
    /// <exception cref="IssuerException">Its issuer's keys cannot be had.</exception>
    public async ValueTask<TokenIdentity> ValidateAsync(string text, CancellationToken cancellationToken)
    {
        var token = JsonWebToken.Parse(text);
        var said = token.Text("iss") ?? throw new SecurityTokenException("it has no 'iss'");
        foreach (var issuer in issuers)
        {
            if (issuer.Issuer.TenantOf(said, token.Text("tid")) is { } tenant)
            {
                await VerifyAsync(token, issuer, said, tenant, cancellationToken);
                CheckAudience(token, issuer.Issuer);
                var ends = TokenLifetime.Check(token, time.GetUtcNow());
                return TokenIdentity.Of(token, issuer.Issuer, tenant, ends);
            }
        }

        throw new SecurityTokenException("its issuer ('iss') is none that this app takes tokens of");
    }

    private static async ValueTask VerifyAsync(
        JsonWebToken token,
        IssuerKeys issuer,
        string said,
        string tenant,
        CancellationToken cancellationToken
    )
    {
        var known = await issuer.GetAsync(cancellationToken);
        if (known.Keys.Find(token) is not { } key)
        {
            known = await issuer.RefreshAsync(known, cancellationToken);
            key =
                known.Keys.Find(token)
                ?? throw new SecurityTokenException("its issuer has no key of that 'kid' and 'alg'");
        }

        if (Fill(known.Issuer, tenant) != said || (key.Issuer is { } owner && Fill(owner, tenant) != said))
        {
            throw new SecurityTokenException("its 'iss' is not what its issuer, or the owner of its key, is called");
        }

        if (!key.Verify(token.Signed, token.Signature))
        {
            throw new SecurityTokenException("its signature is wrong");
        }
    }

    private static string Fill(string issuer, string tenant) =>
        issuer.Replace(IssuerSettings.TenantPlace, tenant, StringComparison.Ordinal);

    private static void CheckAudience(JsonWebToken token, IssuerSettings issuer)
    {
        var isMeant =
            token.Payload.TryGetProperty("aud", out var audience)
            && (audience.ValueKind == JsonValueKind.Array ? audience.EnumerateArray().Any(IsOurs) : IsOurs(audience));
        if (!isMeant)
        {
            throw new SecurityTokenException("it is for another application ('aud')");
        }

        bool IsOurs(JsonElement one) =>
            one.ValueKind == JsonValueKind.String
            && issuer.Audiences.Contains(one.GetString()!, StringComparer.Ordinal);
    }
}
