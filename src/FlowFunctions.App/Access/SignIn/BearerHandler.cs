using FlowFunctions.App.Access.Tokens;
using FlowFunctions.App.Access.Tokens.Issuers;
using FlowFunctions.App.Access.Tokens.Jose;
using Microsoft.AspNetCore.Authentication;

namespace FlowFunctions.App.Access.SignIn;

/// <summary>Tokens of sign-in providers (RFC 6750).</summary>
internal sealed class BearerHandler(TokenCallers callers) : SignInHandler
{
    /// <summary>The scheme's name.</summary>
    public const string Scheme = "Bearer";

    /// <inheritdoc/>
    public override async Task<AuthenticateResult> AuthenticateAsync()
    {
        if (Credential.Of(Context.Request) is not { } token)
        {
            return AuthenticateResult.NoResult();
        }

        try
        {
            return Success(await callers.GetAsync(token, Context.RequestAborted));
        }
        catch (SecurityTokenException exception)
        {
            return Fail(AccessProblems.TokenInvalid(exception.Message));
        }
        catch (IssuerException exception)
        {
            return Fail(AccessProblems.IssuerUnreachable(exception.Message));
        }
    }
}
