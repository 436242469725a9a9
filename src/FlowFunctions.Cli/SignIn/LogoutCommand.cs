using System.CommandLine;
using FlowFunctions.Cli.Help;
using FlowFunctions.Cli.Profiles;
using FlowFunctions.Cli.Server;
using FlowFunctions.Cli.SignIn.Issuers;
using FlowFunctions.Cli.SignIn.Store;
using FlowFunctions.Cli.Terminals;

namespace FlowFunctions.Cli.SignIn;

/// <summary><c>flow logout</c></summary>
internal static class LogoutCommand
{
    public static Command Create(Terminal terminal)
    {
        var server = new ServerOption(terminal);
        var command = new DetailedCommand(
            "logout",
            "Forgets how you are signed in at a server.",
            """
            The refresh token is given back to the sign-in provider where that takes it (RFC 7009). The last access token may count until its end,
            and an API key until 'flow keys revoke'.
            """
        )
        {
            server.Server,
        };
        command.SetAction(
            (parsed, cancellationToken) => RunAsync(server.TargetOf(parsed).Address, terminal, cancellationToken)
        );
        return command;
    }

    private static async Task<int> RunAsync(Uri server, Terminal terminal, CancellationToken cancellationToken)
    {
        var store = new SignInStore(terminal, TimeProvider.System);
        StoredSignIn? signIn;
        using (await store.LockAsync(cancellationToken))
        {
            signIn = store.Find(server);
            if (signIn is not null)
            {
                store.Put(server, signIn: null);
            }
        }

        var done = signIn switch
        {
            null => $"You were not signed in at {ServerAddress.Show(server)}.",
            { Issuer: null } => "The API key is forgotten here. It goes on to count; 'flow keys revoke' ends it.",
            { RefreshToken: { } token } => await RevokeAsync(signIn.Issuer, token, cancellationToken),
            _ => "Signed out.",
        };
        await terminal.Error.WriteLineAsync(done);
        return ExitCode.Succeeded;
    }

    private static async Task<string> RevokeAsync(
        IssuerClientId issuer,
        string refreshToken,
        CancellationToken cancellationToken
    )
    {
        using var http = new OAuthClient(issuer.Authority);
        try
        {
            return await new IssuerClient(http, issuer, TimeProvider.System).RevokeAsync(
                refreshToken,
                cancellationToken
            )
                ? "Signed out, here and at the sign-in provider."
                : "Signed out here. The sign-in provider takes no tokens back.";
        }
        catch (Exception exception) when (exception is OAuthException or ServerUnavailableException)
        {
            return $"Signed out here, but not at the sign-in provider: {exception.Message}";
        }
    }
}
