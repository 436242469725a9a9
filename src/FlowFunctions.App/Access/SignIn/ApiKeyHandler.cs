using FlowFunctions.App.Access.ApiKeys;
using Microsoft.AspNetCore.Authentication;

namespace FlowFunctions.App.Access.SignIn;

/// <summary>Keys of programs.</summary>
internal sealed class ApiKeyHandler(ApiKeyCallers callers) : SignInHandler
{
    /// <summary>The scheme's name.</summary>
    public const string Scheme = "ApiKey";

    /// <inheritdoc/>
    public override async Task<AuthenticateResult> AuthenticateAsync() =>
        Credential.Of(Context.Request) is not { } key ? AuthenticateResult.NoResult()
        : await callers.FindAsync(key, Context.RequestAborted) is { } caller ? Success(caller)
        : Fail(AccessProblems.KeyInvalid);
}
