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
    private const string PageSize = "1000";

    public static Command Create(Terminal terminal)
    {
        var server = new ServerOption(terminal);
        var run = RunArguments.Run();
        var step = RunArguments.Text("--step", "PATH", "Lines of this step, and of the steps in it, only.");
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
            follow,
            json,
            server.Option,
        };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                using var connection = server.Connect(parsed);
                var text = new LogText(terminal, parsed.GetValue(json));
                var id = parsed.GetRequiredValue(run);
                if (parsed.GetValue(follow))
                {
                    await FollowAsync(connection, id, parsed.GetValue(step), text, terminal, cancellationToken);
                }
                else
                {
                    await PrintAsync(connection, id, parsed.GetValue(step), text, cancellationToken);
                }

                return ExitCode.Succeeded;
            }
        );
        return command;
    }

    private static async Task PrintAsync(
        FlowServer server,
        string id,
        string? step,
        LogText text,
        CancellationToken cancellationToken
    )
    {
        var path = RemoteRuns.PathOf(id, "logs");
        var lines = Pages.ReadAsync(
            server,
            after => ServerRequest.WithQuery(path, ("step", step), ("limit", PageSize), ("after", after)),
            cancellationToken
        );
        await foreach (var line in lines)
        {
            text.Print(line);
        }
    }

    private static async Task FollowAsync(
        FlowServer server,
        string id,
        string? step,
        LogText text,
        Terminal terminal,
        CancellationToken cancellationToken
    )
    {
        // A new connection tells the log from its beginning.
        var (printed, told) = (0, 0);
        var path = ServerRequest.WithQuery(RemoteRuns.PathOf(id, "logs"), ("step", step), ("follow", "true"));
        await using var feed = new EventFeed(server, path, new FeedSettings())
        {
            Begun = () => told = 0,
            Lost = () => terminal.Error.WriteLine("The connection was lost; trying again."),
            Advice = $"'flow logs {PlainText.Line(id)} -f' shows it again.",
        };
        while (await feed.NextAsync(cancellationToken) is { } update)
        {
            if (update.Name == UpdateNames.Log && told++ == printed)
            {
                printed++;
                text.Print(update.Data);
                await terminal.Output.FlushAsync(cancellationToken);
            }
        }
    }
}
