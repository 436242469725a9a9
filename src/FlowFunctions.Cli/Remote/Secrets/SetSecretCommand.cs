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
            environment,
            file,
            server.Option,
        };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var secret = parsed.GetRequiredValue(name);
                var value = await SecretInput.ReadAsync(secret, parsed.GetValue(file), terminal, cancellationToken);
                using var connection = server.Connect(parsed);
                var remote = new RemoteSecrets(connection, parsed.GetValue(environment));
                var written = await remote.SetAsync(secret, value, cancellationToken);
                var (version, place) = (written.Text("version"), written.Text("environment"));
                await terminal.Error.WriteLineAsync(
                    PlainText.Line($"{secret} is written (environment {place}, version {version}).")
                );
                return ExitCode.Succeeded;
            }
        );
        return command;
    }
}
