using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using FlowFunctions.Cli.Help;
using FlowFunctions.Cli.Profiles;
using FlowFunctions.Cli.Run.Display;
using FlowFunctions.Cli.Sources;
using FlowFunctions.Cli.Terminals;

namespace FlowFunctions.Cli.Remote.Flows;

/// <summary><c>flow list [SEARCH]</c></summary>
internal static class ListCommand
{
    public static Command Create(Terminal terminal)
    {
        var server = new ServerOption(terminal);
        var search = new Argument<string?>("SEARCH")
        {
            Description = "A part of an id or name; without it all flows are listed.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var json = new Option<bool>("--json") { Description = "Print the flows as the server describes them." };
        var command = new DetailedCommand(
            "list",
            "Lists the flows of a server.",
            """
            The columns are id, newest version, published version, time of the last change, name, and 'disabled' where no trigger starts
            runs. Elsewhere than on a terminal there is no heading, and tabs stand between them.

            Example:
              flow list order
            """
        )
        {
            search,
            json,
            server,
        };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                using var connection = server.Connect(parsed);
                var flows = new List<JsonElement>();
                await foreach (
                    var flow in new RemoteFlows(connection).ListAsync(parsed.GetValue(search), cancellationToken)
                )
                {
                    flows.Add(flow);
                }

                terminal.PrintList(
                    flows,
                    parsed.GetValue(json),
                    "There are no flows. 'flow push FILE' saves one.",
                    TableOf
                );
                return ExitCode.Succeeded;
            }
        );
        return command;
    }

    private static TextTable TableOf(IReadOnlyList<JsonElement> flows)
    {
        var table = new TextTable("FLOW", "VERSION", "PUBLISHED", "CHANGED", "NAME", "STATE");
        foreach (var flow in flows.Select(static flow => RemoteFlow.Read(flow)))
        {
            table.Add(
                flow.Id,
                Number(flow.Version),
                Number(flow.Published),
                Time(flow.UpdatedAt),
                flow.Name,
                flow.IsEnabled ? null : "disabled"
            );
        }

        return table;
    }

    private static string Number(int? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "-";

    private static TextCell Time(DateTimeOffset? time) =>
        time is { } at ? new TextCell(TimeText.Minutes(at), TimeText.Iso(at)) : "-";
}
