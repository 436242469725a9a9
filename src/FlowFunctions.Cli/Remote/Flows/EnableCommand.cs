using System.CommandLine;
using FlowFunctions.Cli.Profiles;
using FlowFunctions.Cli.Remote.Runs;
using FlowFunctions.Cli.Sources;
using FlowFunctions.Cli.Terminals;

namespace FlowFunctions.Cli.Remote.Flows;

/// <summary><c>flow enable FLOW</c> and <c>flow disable FLOW</c></summary>
internal static class EnableCommand
{
    public static Command Enable(Terminal terminal) =>
        Create("enable", "Lets the triggers of a flow start runs again.", isEnabled: true, terminal);

    public static Command Disable(Terminal terminal) =>
        Create(
            "disable",
            "Lets no trigger of a flow start a run until it is enabled; it can still be started by hand.",
            isEnabled: false,
            terminal
        );

    private static Command Create(string word, string description, bool isEnabled, Terminal terminal)
    {
        var server = new ServerOption(terminal);
        var id = new Argument<string>("FLOW") { Description = "The flow's id." };
        var reason = RunArguments.Text("--reason", "TEXT", "Why; shown with the flow.");
        var json = RunArguments.Json("the flow");
        var command = new Command(word, description) { id, reason, json, server };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                using var connection = server.Connect(parsed);
                var flow = await new RemoteFlows(connection).EnableAsync(
                    parsed.GetRequiredValue(id),
                    isEnabled,
                    parsed.GetValue(reason),
                    cancellationToken
                );
                if (parsed.GetValue(json))
                {
                    terminal.Output.WriteJson(flow.WriteTo);
                }
                else
                {
                    var name = RemoteFlow.Read(flow).Id;
                    await terminal.Output.WriteLineAsync(PlainText.Line($"{name} is {word}d"));
                }

                return ExitCode.Succeeded;
            }
        );
        return command;
    }
}
