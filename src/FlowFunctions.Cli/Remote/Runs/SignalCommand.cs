using System.CommandLine;
using FlowFunctions.Cli.Help;
using FlowFunctions.Cli.Profiles;
using FlowFunctions.Cli.Sources;
using FlowFunctions.Cli.Terminals;

namespace FlowFunctions.Cli.Remote.Runs;

/// <summary><c>flow signal RUN NAME</c></summary>
internal static class SignalCommand
{
    public static Command Create(Terminal terminal)
    {
        var server = new ServerOption(terminal);
        var run = RunArguments.Run();
        var name = new Argument<string>("NAME") { Description = "The signal's name." };
        var payload = RunArguments.Text("--payload", "JSON|@FILE|-", "What it carries; null when not given.");
        var command = new DetailedCommand(
            "signal",
            "Sends a signal to a run of a server; it is kept until a step waits for it.",
            """
            It is sent once: when the connection breaks, 'flow show RUN' tells whether it came.

            Example:
              flow signal 3zq8v0k6bq5w8m2r7c1d9e4f6h decision --payload '{"approved": true, "by": "ada"}'
            """
        )
        {
            run,
            name,
            payload,
            server,
        };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                using var connection = server.Connect(parsed);
                var value = await JsonArgument.ReadAsync("--payload", parsed.GetValue(payload) ?? "null", terminal);
                var answer = await new RemoteRuns(connection).SignalAsync(
                    parsed.GetRequiredValue(run),
                    parsed.GetRequiredValue(name),
                    value.GetRawText(),
                    cancellationToken
                );
                return ControlCommand.Tell(answer, terminal);
            }
        );
        return command;
    }
}
