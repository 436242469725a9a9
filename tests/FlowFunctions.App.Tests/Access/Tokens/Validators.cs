using FlowFunctions.App.Access.Tokens;
using FlowFunctions.App.Access.Tokens.Issuers;
using Microsoft.Extensions.Logging.Abstractions;

namespace FlowFunctions.App.Tests.Access.Tokens;

/// <summary>Validators of tokens, as the app has them.</summary>
internal static class Validators
{
    /// <summary>For one issuer.</summary>
    public static TokenValidator Of(
        IssuerSettings issuer,
        TimeProvider? time = null,
        HttpMessageHandler? handler = null
    ) => new([KeysOf(issuer, time, handler)], time ?? TimeProvider.System);

    public static IssuerKeys KeysOf(
        IssuerSettings issuer,
        TimeProvider? time = null,
        HttpMessageHandler? handler = null
    ) =>
        new(
            issuer,
            new IssuerClient(handler ?? IssuerClient.NewHandler(), TimeProvider.System),
            time ?? TimeProvider.System,
            NullLogger.Instance
        );

    public static Task<TokenIdentity> CheckAsync(this TokenValidator validator, string token) =>
        validator.ValidateAsync(token, CancellationToken.None).AsTask();
}
