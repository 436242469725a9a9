using System.CommandLine;
using System.Text.Json;
using FlowFunctions.Cli.Profiles;
using FlowFunctions.Cli.Run.Display;
using FlowFunctions.Cli.Server;
using FlowFunctions.Cli.Sources;
using FlowFunctions.Cli.Terminals;

namespace FlowFunctions.Cli.Remote.Access;

/// <summary>The <c>ls</c> commands of what an admin sees: one list of the server, as a table or as JSON.</summary>
internal static class AccessList
{
    /// <param name="terminal">Where to.</param>
    /// <param name="description">What it does.</param>
    /// <param name="path">Where the list is, below <c>api/</c>.</param>
    /// <param name="member">The member of the answer that has it.</param>
    /// <param name="none">The sentence for an empty list.</param>
    /// <param name="tableOf">Makes the table.</param>
    public static Command Create(
        Terminal terminal,
        string description,
        string path,
        string member,
        string none,
        Func<IReadOnlyList<JsonElement>, TextTable> tableOf
    )
    {
        var server = new ServerOption(terminal);
        var json = new Option<bool>("--json") { Description = "Print them as the server describes them." };
        var command = new Command("ls", description) { json, server };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                using var connection = server.Connect(parsed);
                var answer = await connection.SendAsync(
                    ServerRequest.Get(ServerRequest.PathOf(path)),
                    cancellationToken
                );
                terminal.PrintList([.. answer.Body.Items(member)], parsed.GetValue(json), none, tableOf);
                return ExitCode.Succeeded;
            }
        );
        return command;
    }

    /// <summary>A time to the minute, or <c>-</c>.</summary>
    public static TextCell Time(JsonElement item, string name) =>
        item.Time(name) is { } at ? new TextCell(TimeText.Minutes(at), TimeText.Iso(at)) : "-";
}
