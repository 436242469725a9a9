using System.CommandLine;
using System.Text.Json;
using FlowFunctions.Cli.Help;
using FlowFunctions.Cli.Profiles;
using FlowFunctions.Cli.Remote.Runs;
using FlowFunctions.Cli.Run.Display;
using FlowFunctions.Cli.Server;
using FlowFunctions.Cli.Sources;
using FlowFunctions.Cli.Terminals;

namespace FlowFunctions.Cli.Remote.Triggers;

/// <summary><c>flow triggers backfill TRIGGER</c></summary>
internal static class BackfillCommand
{
    private const string Details = """
        Starts the runs that a schedule would have started from --from up to, and without, --to. Runs that have begun are not started again, so
        the same command may be given again. The columns are the time that was due, the run and what came of it: started, existing, failed, left
        (no more runs can be started now; give the command again), or new with --dry-run.

        Exits 0 when every time has its run, 1 when some could not be started.

        Example:
          flow triggers backfill nightly-report.nightly --from 2026-01-01T00:00:00Z --to 2026-01-08T00:00:00Z --dry-run
        """;

    public static Command Create(Terminal terminal)
    {
        var server = new ServerOption(terminal);
        var trigger = TriggersCommand.Trigger();
        var from = Required("--from", "The first moment, such as 2026-01-01T00:00:00Z.");
        var to = Required("--to", "The first moment that does not belong to it any more.");
        var dryRun = new Option<bool>("--dry-run") { Description = "Start nothing; show which runs there would be." };
        var json = RunArguments.Json("what came of it");
        var command = new DetailedCommand("backfill", "Starts the runs of a schedule's past.", Details)
        {
            trigger,
            from,
            to,
            dryRun,
            json,
            server,
        };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var begin = TimeText.Iso(Moments.Read("--from", parsed.GetRequiredValue(from))!.Value);
                var end = TimeText.Iso(Moments.Read("--to", parsed.GetRequiredValue(to))!.Value);
                using var connection = server.Connect(parsed);
                var remote = new RemoteTriggers(connection);
                var id = parsed.GetRequiredValue(trigger);
                await remote.GetScheduleAsync(id, cancellationToken);
                var answer = await remote.BackfillAsync(id, begin, end, parsed.GetValue(dryRun), cancellationToken);
                Print(terminal, answer, parsed.GetValue(json));
                return answer.Number("failed") > 0 || answer.Number("left") > 0 ? ExitCode.Failed : ExitCode.Succeeded;
            }
        );
        return command;
    }

    private static Option<string> Required(string name, string description) =>
        new(name)
        {
            HelpName = "TIME",
            Description = description,
            Required = true,
        };

    private static void Print(Terminal terminal, JsonElement answer, bool asJson)
    {
        if (asJson)
        {
            terminal.Output.WriteJson(answer.WriteTo);
            return;
        }

        terminal.PrintList([.. answer.Items("runs")], asJson: false, "It has no times in that window.", TableOf);
        terminal.Error.WriteLine(SumOf(answer));
    }

    private static string SumOf(JsonElement answer)
    {
        var (times, existing) = (answer.Number("times"), answer.Number("existing"));
        return answer.Flag("dryRun") == true
            ? $"{times} times: {times - existing} would start, {existing} had begun"
            : $"{times} times: {answer.Number("started")} started, {existing} had begun, {answer.Number("failed")} failed, {answer.Number("left")} left";
    }

    private static TextTable TableOf(IReadOnlyList<JsonElement> runs)
    {
        var table = new TextTable("DUE", "RUN", "OUTCOME", "REASON");
        foreach (var run in runs)
        {
            table.Add(
                run.Time("dueAt") is { } at ? new TextCell(TimeText.Seconds(at), TimeText.Iso(at)) : "-",
                run.Text("runId") ?? "-",
                run.Text("outcome") ?? "-",
                run.Text("message")
            );
        }

        return table;
    }
}
