using System.CommandLine;
using System.Text.Json;
using FlowFunctions.Cli.Help;
using FlowFunctions.Cli.Profiles;
using FlowFunctions.Cli.Run.Display;
using FlowFunctions.Cli.Server;
using FlowFunctions.Cli.Sources;
using FlowFunctions.Cli.Terminals;

namespace FlowFunctions.Cli.Remote.Secrets;

/// <summary><c>flow secrets ls</c></summary>
internal static class ListSecretsCommand
{
    public static Command Create(Terminal terminal)
    {
        var server = new ServerOption(terminal);
        var environment = SecretsCommand.Environment();
        var deleted = new Option<bool>("--deleted") { Description = "Those that can be recovered." };
        var json = new Option<bool>("--json") { Description = "Print the secrets as the server describes them." };
        var command = new DetailedCommand(
            "ls",
            "Lists secrets by name, without their values.",
            """
            The columns are name, source, version, time of the last change, and of deleted ones the time until they can be recovered.
            Secrets whose source is 'settings' are changed in the server's settings only.

            Example:
              flow secrets ls --deleted
            """
        )
        {
            environment,
            deleted,
            json,
            server,
        };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                using var connection = server.Connect(parsed);
                var remote = new RemoteSecrets(connection, parsed.GetValue(environment));
                var secrets = new List<JsonElement>();
                await foreach (var secret in remote.ListAsync(parsed.GetValue(deleted), cancellationToken))
                {
                    secrets.Add(secret);
                }

                const string None = "There are no such secrets. 'flow secrets set NAME' writes one.";
                terminal.PrintList(secrets, parsed.GetValue(json), None, TableOf);
                return ExitCode.Succeeded;
            }
        );
        return command;
    }

    private static TextTable TableOf(IReadOnlyList<JsonElement> secrets)
    {
        var table = new TextTable("SECRET", "SOURCE", "VERSION", "CHANGED", "PURGED");
        foreach (var secret in secrets)
        {
            table.Add(
                secret.Text("name"),
                secret.Text("source"),
                secret.Text("version") ?? "-",
                Time(secret.Time("updatedAt")),
                Time(secret.Time("purgeAt"))
            );
        }

        return table;
    }

    private static TextCell Time(DateTimeOffset? time) =>
        time is { } at ? new TextCell(TimeText.Minutes(at), TimeText.Iso(at)) : "-";
}
