using System.Collections.Concurrent;
using Azure.Core;

namespace FlowFunctions.Secrets.Tests.Vaults.KeyVault;

/// <summary>An identity whose token the server knows; it remembers what was asked for.</summary>
internal sealed class FixedCredential : TokenCredential
{
    public const string Token = "token-of-the-app";

    public ConcurrentQueue<TokenRequestContext> Asked { get; } = new();

    public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken)
    {
        Asked.Enqueue(requestContext);
        return new AccessToken(Token, DateTimeOffset.UtcNow.AddHours(1));
    }

    public override ValueTask<AccessToken> GetTokenAsync(
        TokenRequestContext requestContext,
        CancellationToken cancellationToken
    ) => new(GetToken(requestContext, cancellationToken));
}
