using System.CommandLine;
using System.Text.Json;
using FlowFunctions.Cli.Profiles;
using FlowFunctions.Cli.Server;
using FlowFunctions.Cli.Terminals;

namespace FlowFunctions.Cli.Remote.Runs;

/// <summary><c>flow pause|resume|cancel|terminate RUN</c></summary>
internal static class ControlCommand
{
    /// <summary>The commands.</summary>
    public static IEnumerable<Command> CreateAll(Terminal terminal) =>
        [
            Create(terminal, "pause", "Starts nothing new in a run of a server until it is resumed."),
            Create(terminal, "resume", "Lets a paused run of a server go on."),
            Create(terminal, "cancel", "Tells a run of a server to stop; its clean-up steps still run."),
            Create(terminal, "terminate", "Ends a run of a server at once, without its clean-up steps."),
        ];

    /// <summary>Prints a run's id and state.</summary>
    public static int Tell(JsonElement answer, Terminal terminal)
    {
        var run = RemoteRun.Read(answer);
        terminal.Output.WriteLine(PlainText.Line($"{run.Id}  {run.FlowName}  {run.Status}"));
        return ExitCode.Succeeded;
    }

    private static Command Create(Terminal terminal, string name, string description)
    {
        var server = new ServerOption(terminal);
        var run = RunArguments.Run();
        var reason = RunArguments.Text("--reason", "TEXT", "Why; kept in the run's history.");
        var command = new Command(name, description) { run, reason, server };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                using var connection = server.Connect(parsed);
                var answer = await new RemoteRuns(connection).ControlAsync(
                    parsed.GetRequiredValue(run),
                    name,
                    ReasonJson.Write(parsed.GetValue(reason)),
                    cancellationToken
                );
                return Tell(answer, terminal);
            }
        );
        return command;
    }
}
