using System.CommandLine;
using System.Text;
using System.Text.Json;
using FlowFunctions.Cli.Help;
using FlowFunctions.Cli.Profiles;
using FlowFunctions.Cli.Server;
using FlowFunctions.Cli.SignIn;
using FlowFunctions.Cli.Sources;
using FlowFunctions.Cli.Terminals;

namespace FlowFunctions.Cli.Remote.Access;

/// <summary><c>flow members ls|set|rm</c></summary>
internal static class MembersCommand
{
    private const string Path = "members";

    public static Command Create(Terminal terminal) =>
        new("members", "Who has which role in the workspace.")
        {
            AccessList.Create(
                terminal,
                "Lists who was given a role; roles that tokens bring are not among them.",
                Path,
                "items",
                "There are no members. 'flow members set ID ROLE' adds one.",
                TableOf
            ),
            Set(terminal),
            AccessRemoval.Create(terminal, "rm", "Takes somebody's role away.", Path),
        };

    private static DetailedCommand Set(Terminal terminal)
    {
        var server = new ServerOption(terminal);
        var id = new Argument<string>("ID") { Description = "Who, as 'flow whoami' tells them." };
        var role = GrantOptions.Role();
        var grant = new GrantOptions();
        var name = new Option<string?>("--name") { HelpName = "TEXT", Description = "What people call them." };
        var command = new DetailedCommand(
            "set",
            "Gives somebody a role in the workspace, in the place of the one that they were given.",
            """
            Examples:
              flow members set main:8f2c editor --name Ada
              flow members set main:77aa viewer --flows 'billing-*' --permission approvals.decide
            """
        )
        {
            id,
            role,
            name,
            server,
        };
        grant.AddTo(command);
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                using var connection = server.Connect(parsed);
                var who = parsed.GetRequiredValue(id);
                var body = JsonOutput.Object(json =>
                {
                    grant.Write(json, parsed, parsed.GetRequiredValue(role));
                    if (parsed.GetValue(name) is { } text)
                    {
                        json.WriteString("name", text);
                    }
                });
                var request = new ServerRequest(HttpMethod.Put, ServerRequest.PathOf(Path, who))
                {
                    Body = Encoding.UTF8.GetBytes(body),
                    IsRepeatable = true,
                };
                var set = (await connection.SendAsync(request, cancellationToken)).Body;
                await terminal.Error.WriteLineAsync(
                    PlainText.Line($"{set.Text("id")} is {GrantText.Of(set.Member("grant"))}.")
                );
                return ExitCode.Succeeded;
            }
        );
        return command;
    }

    private static TextTable TableOf(IReadOnlyList<JsonElement> members)
    {
        var table = new TextTable("ID", "NAME", "ROLE", "FLOWS", "SINCE", "BY");
        foreach (var member in members)
        {
            var grant = member.Member("grant");
            table.Add(
                member.Text("id"),
                member.Text("name") ?? "-",
                GrantText.RoleOf(grant),
                grant.Text("flows") ?? "-",
                AccessList.Time(member, "changedAt"),
                member.Text("changedBy")
            );
        }

        return table;
    }
}
