using System.CommandLine;
using FlowFunctions.Cli.Terminals;

namespace FlowFunctions.Cli.Remote.Triggers;

/// <summary><c>flow triggers ls|show|pause|resume|fire|preview|backfill|poison</c></summary>
internal static class TriggersCommand
{
    public static Command Create(Terminal terminal) =>
        new("triggers", "Shows and controls what starts the flows of a server: schedules, webhooks and queues.")
        {
            ListTriggersCommand.Create(terminal),
            ShowTriggerCommand.Create(terminal),
            PauseTriggerCommand.Pause(terminal),
            PauseTriggerCommand.Resume(terminal),
            FireTriggerCommand.Create(terminal),
            PreviewCommand.Create(terminal),
            BackfillCommand.Create(terminal),
            PoisonCommand.Create(terminal),
        };

    public static Argument<string> Trigger() =>
        new("TRIGGER") { Description = "The trigger: its flow's id, a dot, its id in the flow." };
}
