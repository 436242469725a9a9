using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using FlowFunctions.Cli.Help;
using FlowFunctions.Cli.Profiles;
using FlowFunctions.Cli.Remote.Runs;
using FlowFunctions.Cli.Run.Display;
using FlowFunctions.Cli.Server;
using FlowFunctions.Cli.Sources;
using FlowFunctions.Cli.Terminals;

namespace FlowFunctions.Cli.Remote.Triggers;

/// <summary><c>flow triggers ls</c></summary>
internal static class ListTriggersCommand
{
    public static Command Create(Terminal terminal)
    {
        var server = new ServerOption(terminal);
        var flow = RunArguments.Text("--flow", "FLOW", "Triggers of this flow only.");
        var type = RunArguments.Text("--type", "TYPE", "Triggers of this type only: schedule, webhook or queue.");
        var json = RunArguments.Json("the triggers");
        var command = new DetailedCommand(
            "ls",
            "Lists the triggers of published flows.",
            """
            The columns are trigger, state, when a schedule starts its next run by this machine's clock, when it starts runs, runs started, time
            of the last one and what is wrong with it: why it cannot work, or why what came last started no run. States are 'fires', 'paused',
            'flow disabled' and 'off' (switched off in the flow).

            Examples:
              flow triggers ls --type schedule
              flow triggers ls --flow order-intake --json
            """
        )
        {
            flow,
            type,
            json,
            server,
        };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                using var connection = server.Connect(parsed);
                var triggers = new List<JsonElement>();
                var found = new RemoteTriggers(connection).ListAsync(
                    parsed.GetValue(flow),
                    parsed.GetValue(type),
                    cancellationToken
                );
                await foreach (var trigger in found)
                {
                    triggers.Add(trigger);
                }

                terminal.PrintList(triggers, parsed.GetValue(json), "There are no such triggers.", TableOf);
                return ExitCode.Succeeded;
            }
        );
        return command;
    }

    private static TextTable TableOf(IReadOnlyList<JsonElement> triggers)
    {
        var table = new TextTable("TRIGGER", "STATE", "NEXT", "STARTS", "RUNS", "LAST", "PROBLEM") { WrapsLast = true };
        foreach (var trigger in triggers)
        {
            table.Add(
                trigger.Text("id") ?? "",
                TriggerText.StateOf(trigger),
                trigger.Time("nextAt") is { } next ? new TextCell(Moments.Local(next), TimeText.Iso(next)) : "-",
                trigger.Text("summary") ?? "-",
                trigger.Number("started")?.ToString(CultureInfo.InvariantCulture) ?? "-",
                trigger.Time("lastFiredAt") is { } at ? new TextCell(TimeText.Seconds(at), TimeText.Iso(at)) : "-",
                TriggerText.ProblemOf(trigger)
            );
        }

        return table;
    }
}
