using System.CommandLine;
using FlowFunctions.Cli.Help;
using FlowFunctions.Cli.Profiles;
using FlowFunctions.Cli.Terminals;

namespace FlowFunctions.Cli.SignIn;

/// <summary><c>flow login</c></summary>
internal static class LoginCommand
{
    public static Command Create(Terminal terminal)
    {
        var server = new ServerOption(terminal);
        var profile = new Option<string?>("--profile")
        {
            HelpName = "NAME",
            Description = "Also gives the server, and --workspace, this name, and uses it from then on.",
        };
        var issuer = new Option<string?>("--issuer")
        {
            HelpName = "NAME",
            Description = "The sign-in provider, where the server has several.",
        };
        var key = new Option<bool>("--key")
        {
            Description = "Signs in with an API key, from the standard input or a hidden prompt.",
        };
        var command = new DetailedCommand(
            "login",
            "Signs you in at a server, by a browser on this machine or another.",
            $"""
            The code is entered at the page of the server's sign-in provider (RFC 8628). What comes of it is kept in 'sign-ins.json' beside the
            profiles: readable for you only (on Windows by the access list of your profile's folder), and renewed by itself. 'flow logout'
            removes it. Programs set {SentToken.Variable} to a token or an API key instead; it counts more than what is kept.

            Examples:
              flow login --server https://flows.example --profile work
              pass flows/key | flow login --key
            """
        )
        {
            server,
            profile,
            issuer,
            key,
        };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var target = server.TargetOf(parsed);
                var name = parsed.GetValue(profile) is { } given ? ProfileFile.Checked(given) : null;
                var session = new LoginSession(target, terminal, TimeProvider.System);
                var exitCode = parsed.GetValue(key)
                    ? await session.WithKeyAsync(cancellationToken)
                    : await session.WithCodeAsync(parsed.GetValue(issuer), cancellationToken);
                if (exitCode == ExitCode.Succeeded && name is not null)
                {
                    (ProfileFile.Read(terminal).With(name, target, terminal) with { Current = name }).Write(terminal);
                }

                return exitCode;
            }
        );
        return command;
    }
}
