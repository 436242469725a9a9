using System.CommandLine;
using FlowFunctions.Cli.Help;
using FlowFunctions.Cli.Profiles;
using FlowFunctions.Cli.Remote.Follow;
using FlowFunctions.Cli.Server;
using FlowFunctions.Cli.Terminals;

namespace FlowFunctions.Cli.Remote.Runs;

/// <summary><c>flow logs RUN</c></summary>
internal static class LogsCommand
{
    public static Command Create(Terminal terminal)
    {
        var server = new ServerOption(terminal);
        var run = RunArguments.Run();
        var step = RunArguments.Text("--step", "PATH", "Lines of this step, and of the steps in it, only.");
        var attempt = new Option<int?>("--attempt")
        {
            HelpName = "N",
            Description = "Lines of this attempt of the step only.",
        };
        var level = RunArguments.Text(
            "--level",
            "LEVEL",
            "Lines of this level and above only: debug, info, warning, error."
        );
        var after = RunArguments.Text(
            "--after",
            "TIME",
            "Lines after this time only, for example 2026-01-31T14:25:01Z."
        );
        var before = RunArguments.Text("--before", "TIME", "Lines before this time only; not with --follow.");
        var follow = new Option<bool>("--follow", "-f") { Description = "Go on with new lines until the run ends." };
        var json = new Option<bool>("--json") { Description = "Print each line as the server's JSON." };
        var command = new DetailedCommand(
            "logs",
            "Prints what happened in a run of a server, line by line.",
            """
            Example:
              flow logs 3zq8v0k6bq5w8m2r7c1d9e4f6h --step payment -f
            """
        )
        {
            run,
            step,
            attempt,
            level,
            after,
            before,
            follow,
            json,
            server,
        };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                using var connection = server.Connect(parsed);
                var text = new LogText(terminal, parsed.GetValue(json));
                var log = new LogQuery(parsed.GetRequiredValue(run))
                {
                    Step = parsed.GetValue(step),
                    Attempt = parsed.GetValue(attempt),
                    Level = parsed.GetValue(level),
                    After = parsed.GetValue(after),
                    Before = parsed.GetValue(before),
                    Follow = parsed.GetValue(follow),
                };
                await PrintAsync(connection, log, text, terminal, cancellationToken);
                return ExitCode.Succeeded;
            }
        );
        return command;
    }

    private static async Task PrintAsync(
        FlowServer server,
        LogQuery log,
        LogText text,
        Terminal terminal,
        CancellationToken cancellationToken
    )
    {
        // A new connection tells the log from its beginning.
        var (printed, told) = (0, 0);
        await using var feed = new EventFeed(server, log.Path, new FeedSettings())
        {
            Begun = () => told = 0,
            Lost = () => terminal.Error.WriteLine("The connection was lost; trying again."),
            Advice = $"'flow logs {PlainText.Line(log.RunId)}{(log.Follow ? " -f" : "")}' shows it again.",
        };
        while (await feed.NextAsync(cancellationToken) is { } update)
        {
            if (update.Name == UpdateNames.Log && told++ == printed)
            {
                printed++;
                text.Print(update.Data);
                if (log.Follow)
                {
                    await terminal.Output.FlushAsync(cancellationToken);
                }
            }
        }

        await terminal.Output.FlushAsync(cancellationToken);
    }
}
