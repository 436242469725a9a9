using System.CommandLine;
using FlowFunctions.Cli.Profiles;
using FlowFunctions.Cli.Remote.Runs;
using FlowFunctions.Cli.Sources;
using FlowFunctions.Cli.Terminals;

namespace FlowFunctions.Cli.Remote.Triggers;

/// <summary><c>flow triggers show TRIGGER</c></summary>
internal static class ShowTriggerCommand
{
    public static Command Create(Terminal terminal)
    {
        var server = new ServerOption(terminal);
        var trigger = TriggersCommand.Trigger();
        var json = RunArguments.Json("the trigger");
        var command = new Command(
            "show",
            "Shows a trigger: its state, its address, what it has done and what is wrong."
        )
        {
            trigger,
            json,
            server,
        };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                using var connection = server.Connect(parsed);
                var remote = new RemoteTriggers(connection);
                var answer = await remote.GetAsync(parsed.GetRequiredValue(trigger), cancellationToken);
                if (parsed.GetValue(json))
                {
                    terminal.Output.WriteJson(answer.WriteTo);
                }
                else
                {
                    TriggerText.Print(terminal, answer);
                }

                return ExitCode.Succeeded;
            }
        );
        return command;
    }
}
