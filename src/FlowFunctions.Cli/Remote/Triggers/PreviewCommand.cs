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

/// <summary><c>flow triggers preview [TRIGGER]</c></summary>
internal static class PreviewCommand
{
    private const int DefaultCount = 20;
    private const int MaxCount = 200;

    private const string Details = """
        Shows the next times of a schedule, of a server or of a file on this machine; a file needs no server. In a file, TRIGGER may be
        the id in the flow alone, and may be left out where there is one schedule only. The columns are the time in UTC, the time that clocks in the schedule's
        time zone show, and when the run starts, which is later by the jitter. The jitter is that of a server only: a file shows it as none.

        Examples:
          flow triggers preview nightly-report.nightly --count 5
          flow triggers preview --file flow.json --from 2026-03-28T00:00:00Z
        """;

    public static Command Create(Terminal terminal)
    {
        var server = new ServerOption(terminal);
        var trigger = TriggersCommand.Trigger();
        trigger.Arity = ArgumentArity.ZeroOrOne;
        var file = RunArguments.Text("--file", "FILE", "The flow, JSON or YAML; then no server is asked.");
        var from = RunArguments.Text(
            "--from",
            "TIME",
            "Times from then on, such as 2026-03-28T00:00:00Z (default: now)."
        );
        var count = new Option<int>("--count", "-n")
        {
            HelpName = "N",
            Description = $"How many, 1 to {MaxCount} (default: {DefaultCount}).",
            DefaultValueFactory = static _ => DefaultCount,
        };
        var json = RunArguments.Json("the times");
        var command = new DetailedCommand("preview", "Shows the next times of a schedule.", Details)
        {
            trigger,
            file,
            from,
            count,
            json,
            server,
        };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var number = CountOf(parsed.GetValue(count));
                var id = parsed.GetValue(trigger);
                var start = Moments.Read("--from", parsed.GetValue(from));
                if (parsed.GetValue(file) is { } path)
                {
                    var local = await LocalSchedule.ReadAsync(path, id, terminal);
                    return local is null ? ExitCode.Invalid : Print(local.Upcoming(start, number));
                }

                using var connection = server.Connect(parsed);
                var name =
                    id ?? throw new InvalidUseException("Name a trigger as FLOW.TRIGGER, or a file with --file.");
                var moment = start is { } at ? TimeText.Iso(at) : null;
                var remote = new RemoteTriggers(connection);
                var schedule = await remote.GetScheduleAsync(name, cancellationToken);
                var code = Print(await remote.UpcomingAsync(name, number, moment, cancellationToken));
                await TellWhetherItFiresAsync(terminal, schedule);
                return code;

                int Print(JsonElement times) => PrintTimes(terminal, times, parsed.GetValue(json));
            }
        );
        return command;
    }

    private static Task TellWhetherItFiresAsync(Terminal terminal, JsonElement schedule) =>
        schedule.Flag("fires") == false
            ? terminal.Error.WriteLineAsync(
                PlainText.Line($"{schedule.Text("id")} does not fire now: {TriggerText.StateOf(schedule)}.")
            )
            : Task.CompletedTask;

    private static int CountOf(int count) =>
        count is >= 1 and <= MaxCount
            ? count
            : throw new InvalidUseException(
                string.Create(CultureInfo.InvariantCulture, $"--count takes a number from 1 to {MaxCount}.")
            );

    private static int PrintTimes(Terminal terminal, JsonElement times, bool asJson)
    {
        if (asJson)
        {
            terminal.Output.WriteJson(times.WriteTo);
        }
        else
        {
            terminal.PrintList([.. times.Items("items")], asJson: false, "It has no times from then on.", TableOf);
        }

        return ExitCode.Succeeded;
    }

    private static TextTable TableOf(IReadOnlyList<JsonElement> times)
    {
        var table = new TextTable("DUE", "LOCAL", "STARTS");
        foreach (var time in times)
        {
            table.Add(Moment(time, "dueAt"), time.Text("localTime") ?? "-", Moment(time, "startsAt"));
        }

        return table;
    }

    private static TextCell Moment(JsonElement time, string name) =>
        time.Time(name) is { } at ? new TextCell(TimeText.Seconds(at), TimeText.Iso(at)) : "-";
}
