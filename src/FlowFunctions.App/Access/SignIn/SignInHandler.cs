using FlowFunctions.App.Problems;
using Microsoft.AspNetCore.Authentication;

namespace FlowFunctions.App.Access.SignIn;

/// <summary>A way to tell who calls, as ASP.NET Core has them.</summary>
internal abstract class SignInHandler : IAuthenticationHandler
{
    private AuthenticationScheme? _scheme;
    private HttpContext? _context;

    /// <summary>The request.</summary>
    protected HttpContext Context => _context!;

    /// <inheritdoc/>
    public Task InitializeAsync(AuthenticationScheme scheme, HttpContext context)
    {
        (_scheme, _context) = (scheme, context);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public abstract Task<AuthenticateResult> AuthenticateAsync();

    /// <inheritdoc/>
    public Task ChallengeAsync(AuthenticationProperties? properties)
    {
        Context.Response.Headers.WWWAuthenticate = "Bearer";
        return ProblemResult.WriteAsync(Context.Response, AccessProblems.SignInNeeded);
    }

    /// <inheritdoc/>
    public Task ForbidAsync(AuthenticationProperties? properties) => ChallengeAsync(properties);

    /// <summary>It is known who calls.</summary>
    protected AuthenticateResult Success(Caller caller) =>
        AuthenticateResult.Success(new AuthenticationTicket(caller.Principal, _scheme!.Name));

    /// <summary>What the request proves itself with is refused.</summary>
    protected static AuthenticateResult Fail(Problem problem) => AuthenticateResult.Fail(new ProblemException(problem));
}
