using FlowFunctions.Cli.Server;
using FlowFunctions.Cli.SignIn.Issuers;
using FlowFunctions.Cli.SignIn.Store;

namespace FlowFunctions.Cli.SignIn.Credentials;

/// <summary>What the store has for a server. A token that ends is renewed by one process at a time; the others take what it got.</summary>
/// <param name="server">The server.</param>
/// <param name="store">The store.</param>
/// <param name="time">The clock.</param>
internal sealed class StoredCredential(Uri server, SignInStore store, TimeProvider time) : ICredential
{
    /// <summary>So long before its end a token is renewed: it shall not end on its way.</summary>
    private static readonly TimeSpan Early = TimeSpan.FromMinutes(1);
    private StoredSignIn? _known;

    /// <inheritdoc/>
    public string Advice =>
        _known is { Issuer: null }
            ? $"Give another API key with '{Login} --key'."
            : $"Sign in with '{Login}', or with an API key: '{Login} --key'.";

    private string Login => $"flow login --server {ServerAddress.Show(server)}";

    /// <inheritdoc/>
    public async ValueTask<string?> GetAsync(CancellationToken cancellationToken)
    {
        _known ??= store.Find(server);
        if (_known is not { } known || !EndsBefore(known, Early))
        {
            return _known?.Token;
        }

        try
        {
            return (await RenewAsync(known, cancellationToken))?.Token;
        }
        catch (ServerUnavailableException) when (!EndsBefore(known, TimeSpan.Zero))
        {
            // It is still good for a moment.
            return known.Token;
        }
    }

    /// <inheritdoc/>
    public async ValueTask<string?> RenewAsync(string? refused, CancellationToken cancellationToken) =>
        _known is { RefreshToken: not null } known && known.Token == refused
            ? (await RenewAsync(known, cancellationToken))?.Token
            : null;

    private async Task<StoredSignIn?> RenewAsync(StoredSignIn old, CancellationToken cancellationToken)
    {
        using var held = await store.LockAsync(cancellationToken);
        _known = store.Find(server);
        if (_known is null || _known.Token != old.Token)
        {
            // Another process has been here in the meantime.
            return _known;
        }

        _known = old.RefreshToken is { } refreshToken ? await RefreshAsync(old.Issuer!, refreshToken) : null;
        store.Put(server, _known);
        return _known ?? throw Ended();
    }

    /// <summary>Nothing stops it halfway: the issuer may have made the old token worthless by then.</summary>
    private async Task<StoredSignIn?> RefreshAsync(IssuerClientId issuer, string refreshToken)
    {
        using var http = new OAuthClient(issuer.Authority, time: time);
        try
        {
            return await new IssuerClient(http, issuer, time).RefreshAsync(refreshToken, CancellationToken.None);
        }
        catch (OAuthException exception) when (exception.Error == "invalid_grant")
        {
            return null;
        }
        catch (OAuthException exception)
        {
            throw new InvalidUseException(
                $"The sign-in provider {issuer.Authority} does not renew your sign-in: {exception.Message}. Sign in again with '{Login}'."
            );
        }
    }

    private bool EndsBefore(StoredSignIn signIn, TimeSpan early) => signIn.EndsAt < time.GetUtcNow() + early;

    private InvalidUseException Ended() =>
        new($"Your sign-in at {ServerAddress.Show(server)} has ended. Sign in again with '{Login}'.");
}
