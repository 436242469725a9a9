using System.CommandLine;
using FlowFunctions.Cli.Profiles;
using FlowFunctions.Cli.Remote.Runs;
using FlowFunctions.Cli.Server;
using FlowFunctions.Cli.Sources;
using FlowFunctions.Cli.Terminals;

namespace FlowFunctions.Cli.Remote.Triggers;

/// <summary><c>flow triggers pause|resume TRIGGER</c></summary>
internal static class PauseTriggerCommand
{
    public static Command Pause(Terminal terminal) =>
        Create("pause", "Lets a trigger start no runs until it is resumed, whatever versions its flow gets.", terminal);

    public static Command Resume(Terminal terminal) => Create("resume", "Lets a paused trigger go on.", terminal);

    private static Command Create(string word, string description, Terminal terminal)
    {
        var server = new ServerOption(terminal);
        var trigger = TriggersCommand.Trigger();
        var reason = RunArguments.Text("--reason", "TEXT", "Why; shown with the trigger.");
        var json = RunArguments.Json("the trigger");
        var command = new Command(word, description) { trigger, reason, json, server };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                using var connection = server.Connect(parsed);
                var answer = await new RemoteTriggers(connection).ControlAsync(
                    parsed.GetRequiredValue(trigger),
                    word,
                    parsed.GetValue(reason),
                    cancellationToken
                );
                if (parsed.GetValue(json))
                {
                    terminal.Output.WriteJson(answer.WriteTo);
                }
                else
                {
                    await terminal.Output.WriteLineAsync(
                        PlainText.Line($"{answer.Text("id")}  {TriggerText.StateOf(answer)}")
                    );
                }

                return ExitCode.Succeeded;
            }
        );
        return command;
    }
}
