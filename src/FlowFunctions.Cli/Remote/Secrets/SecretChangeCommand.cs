using System.CommandLine;
using FlowFunctions.Cli.Profiles;
using FlowFunctions.Cli.Terminals;

namespace FlowFunctions.Cli.Remote.Secrets;

/// <summary><c>flow secrets rm NAME</c> and <c>flow secrets recover NAME</c></summary>
internal static class SecretChangeCommand
{
    public static Command Remove(Terminal terminal) =>
        Create(
            "rm",
            "Deletes a secret; 'recover' brings it back for a while.",
            static (secrets, name, cancellationToken) => secrets.DeleteAsync(name, cancellationToken),
            terminal
        );

    public static Command Recover(Terminal terminal) =>
        Create(
            "recover",
            "Brings a deleted secret back with its last value.",
            static (secrets, name, cancellationToken) => secrets.RecoverAsync(name, cancellationToken),
            terminal
        );

    private static Command Create(
        string word,
        string description,
        Func<RemoteSecrets, string, CancellationToken, Task> change,
        Terminal terminal
    )
    {
        var server = new ServerOption(terminal);
        var name = SecretsCommand.Name();
        var environment = SecretsCommand.Environment();
        var command = new Command(word, description) { name, environment, server };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                using var connection = server.Connect(parsed);
                var secrets = new RemoteSecrets(connection, parsed.GetValue(environment));
                await change(secrets, parsed.GetRequiredValue(name), cancellationToken);
                return ExitCode.Succeeded;
            }
        );
        return command;
    }
}
