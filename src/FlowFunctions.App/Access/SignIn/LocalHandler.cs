using System.Net;
using FlowFunctions.App.Access.Roles;
using FlowFunctions.App.Workspaces;
using Microsoft.AspNetCore.Authentication;

namespace FlowFunctions.App.Access.SignIn;

/// <summary>
/// Signs in whoever is at this machine, where nobody else is asked for. <see cref="LocalCallers"/> keeps web pages of others out; what they
/// can still make a browser send, without a word of where from, is told by its <c>Sec-Fetch-Site</c> (Fetch Metadata). What a proxy or a
/// tunnel on this machine hands on is from somebody elsewhere, though it comes from here.
/// </summary>
internal sealed class LocalHandler(AccessSettings settings) : SignInHandler
{
    /// <summary>The scheme's name.</summary>
    public const string Scheme = "Local";

    private static readonly string[] ForwardedMarks = ["Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP"];

    private static readonly Caller Caller = new(
        "local",
        "you, at this machine",
        Access.Caller.Local,
        [new(Workspace.Default, Role.Admin)]
    );

    /// <inheritdoc/>
    public override Task<AuthenticateResult> AuthenticateAsync() =>
        Task.FromResult(IsLocal() ? Success(Caller) : AuthenticateResult.NoResult());

    private bool IsLocal() =>
        settings.IsLocal
        && Context.Connection.RemoteIpAddress is { } address
        && IPAddress.IsLoopback(address)
        && Context.Request.Headers["Sec-Fetch-Site"] != "cross-site"
        && !Array.Exists(ForwardedMarks, Context.Request.Headers.ContainsKey);
}
