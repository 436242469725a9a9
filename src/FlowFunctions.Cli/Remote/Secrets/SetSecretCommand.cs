using System.CommandLine;
using FlowFunctions.Cli.Help;
using FlowFunctions.Cli.Profiles;
using FlowFunctions.Cli.Server;
using FlowFunctions.Cli.Terminals;

namespace FlowFunctions.Cli.Remote.Secrets;

/// <summary><c>flow secrets set NAME</c></summary>
internal static class SetSecretCommand
{
    public static Command Create(Terminal terminal)
    {
        var server = new ServerOption(terminal);
        var name = SecretsCommand.Name();
        var value = new Argument<string[]>("VALUE") { Arity = ArgumentArity.ZeroOrMore, Hidden = true };
        var environment = SecretsCommand.Environment();
        var file = new Option<string?>("--from-file")
        {
            HelpName = "FILE",
            Description = "Take the value from a file, as it is.",
        };
        var command = new DetailedCommand(
            "set",
            "Writes a secret; its value comes from the standard input, a hidden prompt or a file.",
            """
            A value is no argument: arguments are seen by every user of this machine and stay in the shell's history. One line end at the end
            of the standard input is left out.

            Examples:
              flow secrets set CRM_TOKEN
              pass crm/token | flow secrets set CRM_TOKEN
              flow secrets set SIGNING_KEY --from-file key.pem
            """
        )
        {
            name,
            value,
            environment,
            file,
            server,
        };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                RefuseArguments(parsed.GetValue(value));
                var secret = parsed.GetRequiredValue(name);
                var text = await SecretInput.ReadAsync(secret, parsed.GetValue(file), terminal, cancellationToken);
                using var connection = server.Connect(parsed);
                var remote = new RemoteSecrets(connection, parsed.GetValue(environment));
                var written = await remote.SetAsync(secret, text, cancellationToken);
                var (version, place) = (written.Text("version"), written.Text("environment"));
                await terminal.Error.WriteLineAsync(
                    PlainText.Line($"{secret} is written (environment {place}, version {version}).")
                );
                return ExitCode.Succeeded;
            }
        );
        return command;
    }

    /// <summary>Taken by an argument of its own, since what the parser says of unknown ones repeats them, and logs keep that.</summary>
    private static void RefuseArguments(string[]? values)
    {
        if (values is { Length: > 0 })
        {
            throw new InvalidUseException(
                "A value is no argument, and nothing was written: others may have seen it, so choose another value. "
                    + "'flow secrets set NAME' takes it from a hidden prompt or the standard input, --from-file FILE from a file."
            );
        }
    }
}
