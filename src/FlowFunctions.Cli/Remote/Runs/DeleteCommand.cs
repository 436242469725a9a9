using System.CommandLine;
using FlowFunctions.Cli.Profiles;
using FlowFunctions.Cli.Terminals;

namespace FlowFunctions.Cli.Remote.Runs;

/// <summary><c>flow delete RUN</c></summary>
internal static class DeleteCommand
{
    public static Command Create(Terminal terminal)
    {
        var server = new ServerOption(terminal);
        var run = RunArguments.Run();
        var command = new Command("delete", "Deletes an ended run of a server with all that it left.") { run, server };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                using var connection = server.Connect(parsed);
                await new RemoteRuns(connection).DeleteAsync(parsed.GetRequiredValue(run), cancellationToken);
                return ExitCode.Succeeded;
            }
        );
        return command;
    }
}
