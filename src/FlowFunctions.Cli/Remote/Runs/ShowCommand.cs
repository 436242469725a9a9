using System.CommandLine;
using System.Text.Json;
using FlowFunctions.Cli.Help;
using FlowFunctions.Cli.Profiles;
using FlowFunctions.Cli.Remote.Follow;
using FlowFunctions.Cli.Sources;
using FlowFunctions.Cli.Terminals;

namespace FlowFunctions.Cli.Remote.Runs;

/// <summary><c>flow show RUN</c></summary>
internal static class ShowCommand
{
    public static Command Create(Terminal terminal)
    {
        var server = new ServerOption(terminal);
        var run = RunArguments.Run();
        var steps = new Option<bool>("--steps")
        {
            Description = "Show every step of every iteration; else of loops those that are open or have failed.",
        };
        var follow = RunArguments.Follow();
        var json = RunArguments.Json("the run");
        var command = new DetailedCommand(
            "show",
            "Shows a run of a server: its state, what it waits for and its steps.",
            """
            With --follow the exit code and the output are those of the run, as with 'flow start --follow'.

            Examples:
              flow show 3zq8v0k6bq5w8m2r7c1d9e4f6h
              flow show 3zq8v0k6bq5w8m2r7c1d9e4f6h --steps
            """
        )
        {
            run,
            steps,
            follow,
            json,
            server,
        };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                using var connection = server.Connect(parsed);
                var id = parsed.GetRequiredValue(run);
                if (parsed.GetValue(follow))
                {
                    return await FollowSession.RunAsync(connection, id, parsed.GetValue(json), terminal);
                }

                var runs = new RemoteRuns(connection);
                var answer = await runs.GetAsync(id, cancellationToken);
                if (parsed.GetValue(json))
                {
                    terminal.Output.WriteJson(answer.WriteTo);
                    return ExitCode.Succeeded;
                }

                await PrintAsync(runs, answer, parsed.GetValue(steps), terminal, cancellationToken);
                return ExitCode.Succeeded;
            }
        );
        return command;
    }

    private static async Task PrintAsync(
        RemoteRuns runs,
        JsonElement answer,
        bool isComplete,
        Terminal terminal,
        CancellationToken cancellationToken
    )
    {
        var view = await runs.ViewAsync(answer, cancellationToken);
        new RunText(terminal).Print(view, isComplete, TimeProvider.System.GetUtcNow());
    }
}
