using System.Text.Json;
using FlowFunctions.Cli.Server;
using FlowFunctions.Cli.SignIn.Store;

namespace FlowFunctions.Cli.SignIn.Issuers;

/// <summary>What this command asks an issuer for, as a public client (RFC 6749, section 2.1): it has no secret of its own.</summary>
/// <param name="http">Asks the issuer.</param>
/// <param name="issuer">Whose client it is.</param>
/// <param name="time">The clock.</param>
internal sealed class IssuerClient(OAuthClient http, IssuerClientId issuer, TimeProvider time)
{
    private const string ClientId = "client_id";
    private const string RefreshToken = "refresh_token";

    /// <summary>Begins to sign somebody in who has a browser elsewhere (RFC 8628, section 3.1).</summary>
    /// <exception cref="InvalidUseException">The issuer does not sign in this way, or does not allow it.</exception>
    public async Task<DeviceCode> BeginAsync(CancellationToken cancellationToken)
    {
        var endpoint =
            (await http.DiscoverAsync(cancellationToken)).Device
            ?? throw new InvalidUseException(
                $"The sign-in provider {issuer.Authority} has no sign-in by device code (RFC 8628). Sign in with an API key: 'flow login --key'."
            );
        try
        {
            return DeviceCode.Read(
                await http.PostAsync(
                    endpoint,
                    [new(ClientId, issuer.ClientId), new("scope", issuer.Scope)],
                    cancellationToken
                )
            );
        }
        catch (OAuthException exception)
        {
            throw new InvalidUseException(
                $"The sign-in provider {issuer.Authority} lets nobody sign in by device code as '{issuer.ClientId}': {exception.Message}. "
                    + "Allow it there for this application, or sign in with an API key: 'flow login --key'."
            );
        }
    }

    /// <summary>Asks whether somebody has entered the code (RFC 8628, section 3.4).</summary>
    /// <exception cref="OAuthException">Not yet, or never.</exception>
    public async Task<StoredSignIn> TakeAsync(DeviceCode code, CancellationToken cancellationToken) =>
        Read(
            await PostAsync(
                [
                    new("grant_type", "urn:ietf:params:oauth:grant-type:device_code"),
                    new("device_code", code.Secret),
                    new(ClientId, issuer.ClientId),
                ],
                cancellationToken
            ),
            refreshToken: null
        );

    /// <summary>Gets the next token (RFC 6749, section 6).</summary>
    /// <exception cref="OAuthException">The refresh token is not good any more.</exception>
    /// <exception cref="ServerUnavailableException">The issuer does not answer.</exception>
    public async Task<StoredSignIn> RefreshAsync(string refreshToken, CancellationToken cancellationToken) =>
        Read(
            await PostAsync(
                [
                    new("grant_type", RefreshToken),
                    new(RefreshToken, refreshToken),
                    new(ClientId, issuer.ClientId),
                    new("scope", issuer.Scope),
                ],
                cancellationToken
            ),
            refreshToken
        );

    /// <summary>Gives a refresh token back (RFC 7009).</summary>
    /// <returns>Whether the issuer takes any back.</returns>
    /// <exception cref="OAuthException">It refuses.</exception>
    /// <exception cref="ServerUnavailableException">It does not answer.</exception>
    public async Task<bool> RevokeAsync(string refreshToken, CancellationToken cancellationToken)
    {
        if ((await http.DiscoverAsync(cancellationToken)).Revocation is not { } endpoint)
        {
            return false;
        }

        await http.PostAsync(
            endpoint,
            [new("token", refreshToken), new("token_type_hint", RefreshToken), new(ClientId, issuer.ClientId)],
            cancellationToken
        );
        return true;
    }

    private async Task<JsonElement> PostAsync(
        IReadOnlyList<KeyValuePair<string, string>> form,
        CancellationToken cancellationToken
    ) => await http.PostAsync((await http.DiscoverAsync(cancellationToken)).Token, form, cancellationToken);

    /// <summary>Reads RFC 6749, section 5.1; an issuer that sends no further refresh token leaves the old one good.</summary>
    private StoredSignIn Read(JsonElement answer, string? refreshToken) =>
        answer.Text("access_token") is { } token && SentToken.IsToken(token)
            ? new StoredSignIn
            {
                Token = token,
                EndsAt = answer.Number("expires_in") is { } seconds ? time.GetUtcNow().AddSeconds(seconds) : null,
                RefreshToken = answer.Text(RefreshToken) ?? refreshToken,
                Issuer = issuer,
            }
            : throw new ServerUnavailableException(
                $"The sign-in provider {issuer.Authority} answers with something that has no token in it. Try again in a moment.",
                inner: null
            );
}
