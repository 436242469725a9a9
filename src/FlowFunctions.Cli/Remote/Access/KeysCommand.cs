using System.CommandLine;
using System.Text.Json;
using FlowFunctions.Cli.Help;
using FlowFunctions.Cli.Profiles;
using FlowFunctions.Cli.Server;
using FlowFunctions.Cli.SignIn;
using FlowFunctions.Cli.Sources;
using FlowFunctions.Cli.Terminals;

namespace FlowFunctions.Cli.Remote.Access;

/// <summary><c>flow keys ls|create|revoke</c></summary>
internal static class KeysCommand
{
    private const string Path = "api-keys";

    public static Command Create(Terminal terminal) =>
        new("keys", "API keys of programs.")
        {
            AccessList.Create(
                terminal,
                "Lists the keys of the workspace, without the keys themselves.",
                Path,
                "items",
                "There are no keys. 'flow keys create NAME ROLE' makes one.",
                TableOf
            ),
            CreateKey(terminal),
            AccessRemoval.Create(terminal, "revoke", "Ends a key, everywhere within 15 seconds.", Path),
        };

    private static DetailedCommand CreateKey(Terminal terminal)
    {
        var server = new ServerOption(terminal);
        var name = new Argument<string>("NAME") { Description = "What the key is for." };
        var role = GrantOptions.Role();
        var grant = new GrantOptions();
        var days = new Option<int?>("--days")
        {
            HelpName = "N",
            Description = "How long it counts, 1 to 366 days (default: 90).",
        };
        var json = new Option<bool>("--json") { Description = "Print the key as the server describes it." };
        var command = new DetailedCommand(
            "create",
            "Makes a key and prints it, this once.",
            """
            The key alone goes to the standard output, so that it can be handed on without being seen.

            Example:
              flow keys create ci operator --flows 'order-*' --days 30 | gh secret set FLOW_TOKEN
            """
        )
        {
            name,
            role,
            days,
            json,
            server,
        };
        grant.AddTo(command);
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                using var connection = server.Connect(parsed);
                var body = JsonOutput.Object(json =>
                {
                    json.WriteString("name", parsed.GetRequiredValue(name));
                    grant.Write(json, parsed, parsed.GetRequiredValue(role));
                    if (parsed.GetValue(days) is { } count)
                    {
                        json.WriteNumber("expiresInDays", count);
                    }
                });
                var made = await connection.SendAsync(
                    ServerRequest.Post(ServerRequest.PathOf(Path), body),
                    cancellationToken
                );
                await PrintAsync(made.Body, parsed.GetValue(json), terminal);
                return ExitCode.Succeeded;
            }
        );
        return command;
    }

    private static async Task PrintAsync(JsonElement key, bool asJson, Terminal terminal)
    {
        if (asJson)
        {
            terminal.Output.WriteJson(key.WriteTo);
            return;
        }

        await terminal.Output.WriteLineAsync(PlainText.Line(key.Text("key") ?? ""));
        await terminal.Error.WriteLineAsync(
            PlainText.Line(
                $"Key {key.Text("id")} counts until {AccessList.Time(key, "expiresAt").Text} and is shown this once. 'flow keys revoke {key.Text("id")}' ends it."
            )
        );
    }

    private static TextTable TableOf(IReadOnlyList<JsonElement> keys)
    {
        var table = new TextTable("ID", "NAME", "ROLE", "FLOWS", "EXPIRES", "USED", "MADE BY");
        foreach (var key in keys)
        {
            var grant = key.Member("grant");
            table.Add(
                key.Text("id"),
                key.Text("name"),
                GrantText.RoleOf(grant),
                grant.Text("flows") ?? "-",
                AccessList.Time(key, "expiresAt"),
                AccessList.Time(key, "lastUsedAt"),
                key.Text("createdBy")
            );
        }

        return table;
    }
}
