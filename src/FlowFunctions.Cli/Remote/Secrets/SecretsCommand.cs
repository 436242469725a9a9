using System.CommandLine;
using FlowFunctions.Cli.Terminals;

namespace FlowFunctions.Cli.Remote.Secrets;

/// <summary><c>flow secrets ls|set|rm|recover</c></summary>
internal static class SecretsCommand
{
    public static Command Create(Terminal terminal) =>
        new("secrets", "Writes and lists the secrets of a server; no command reads a value back.")
        {
            ListSecretsCommand.Create(terminal),
            SetSecretCommand.Create(terminal),
            SecretChangeCommand.Remove(terminal),
            SecretChangeCommand.Recover(terminal),
        };

    public static Argument<string> Name() => new("NAME") { Description = "The secret's name." };

    public static Option<string?> Environment() =>
        new("--environment", "-e")
        {
            HelpName = "NAME",
            Description = "The environment that it is for (default: the server's own).",
        };
}
