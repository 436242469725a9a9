using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using FlowFunctions.Cli.Help;
using FlowFunctions.Cli.Profiles;
using FlowFunctions.Cli.Run.Display;
using FlowFunctions.Cli.Sources;
using FlowFunctions.Cli.Terminals;
using FlowFunctions.Flows.Documents;

namespace FlowFunctions.Cli.Remote.Runs;

/// <summary><c>flow runs</c></summary>
internal static class RunsCommand
{
    private const int DefaultLimit = 50;
    private const int MaxLimit = 10_000;

    public static Command Create(Terminal terminal)
    {
        var server = new ServerOption(terminal);
        var flow = RunArguments.Text("--flow", "FLOW", "Runs of this flow only.");
        var status = RunArguments.Text(
            "--status",
            "STATUS",
            "Runs in this state only: Queued, Running, Paused, Succeeded, Failed, Cancelled or TimedOut."
        );
        var since = RunArguments.Text("--since", "TIME", "Runs of this long only, such as 90m or 7d.");
        var parent = RunArguments.Text("--parent", "RUN", "The runs that this run called.");
        var limit = new Option<int>("--limit")
        {
            HelpName = "N",
            Description = $"How many at most, 1 to {MaxLimit} (default: {DefaultLimit}).",
            DefaultValueFactory = static _ => DefaultLimit,
        };
        var json = RunArguments.Json("the runs");
        var command = new DetailedCommand(
            "runs",
            "Lists the runs of a server, newest first.",
            """
            The columns are run, flow, version, state, start, duration, trigger and error. Elsewhere than on a terminal there is no
            heading, tabs stand between them, times are ISO 8601 and durations milliseconds. Runs that other runs called are left out.

            Examples:
              flow runs --flow order-intake --status failed --since 1d
              flow runs --status running | cut -f1 | xargs -n1 flow cancel
            """
        )
        {
            flow,
            status,
            since,
            parent,
            limit,
            json,
            server,
        };
        limit.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !(IsCount(token.Value, out var count) && count is >= 1 and <= MaxLimit))
            {
                result.AddError($"--limit takes a number from 1 to {MaxLimit}.");
            }
        });
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                using var connection = server.Connect(parsed);
                var query = new RunQuery
                {
                    Flow = parsed.GetValue(flow),
                    Status = parsed.GetValue(status),
                    Parent = parsed.GetValue(parent),
                    From = From(parsed.GetValue(since)),
                    Limit = parsed.GetValue(limit),
                };
                var runs = await new RemoteRuns(connection).ListAsync(query, cancellationToken);
                terminal.PrintList(runs, parsed.GetValue(json), "There are no such runs.", TableOf);
                return ExitCode.Succeeded;
            }
        );
        return command;
    }

    private static bool IsCount(string text, out int count) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out count);

    private static DateTimeOffset? From(string? since) =>
        since is null ? null : TimeProvider.System.GetUtcNow() - RunArguments.Time("--since", since, Duration.Longest);

    private static TextTable TableOf(IReadOnlyList<JsonElement> runs)
    {
        var table = new TextTable("RUN", "FLOW", "VERSION", "STATUS", "STARTED", "DURATION", "TRIGGER", "ERROR");
        var now = TimeProvider.System.GetUtcNow();
        foreach (var run in runs.Select(RemoteRun.Read))
        {
            table.Add(
                run.Id,
                run.FlowId,
                run.Version?.ToString(CultureInfo.InvariantCulture) ?? "-",
                new TextCell(run.Status.ToString(), Color: StatusText.Color(run.Status)),
                Time(run.StartedAt ?? run.QueuedAt),
                new TextCell(run.Duration(now), Milliseconds(run)),
                run.Trigger ?? "-",
                run.Error?.ToString()
            );
        }

        return table;
    }

    private static TextCell Time(DateTimeOffset? time) =>
        time is { } at ? new TextCell(TimeText.Seconds(at), TimeText.Iso(at)) : "-";

    private static string Milliseconds(RemoteRun run) =>
        (run.EndedAt - run.StartedAt)?.TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture) ?? "";
}
