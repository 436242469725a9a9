using System.Globalization;
using FlowFunctions.Engine.DurableTask.Tending;

namespace FlowFunctions.App.Durable;

/// <summary>Tells what a round of healing and retention has done.</summary>
internal sealed partial class TendingLog(ILogger<TendingLog> logger)
{
    /// <summary>Writes it to the app's log.</summary>
    /// <returns>The same in plain lines, for the host's.</returns>
    public IReadOnlyList<string> Write(TendingReport report)
    {
        List<string> healed =
        [
            .. report.Rewound.Select(static run => $"Run {run} goes on: the host had failed it."),
            .. report.Recorded.Select(static run => $"Run {run} had ended without a record and has one now."),
        ];
        healed.ForEach(LogHealed);
        return report.Purged == 0
            ? healed
            :
            [
                .. healed,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{report.Purged} ended instances were deleted from the task hub."
                ),
            ];
    }

    [LoggerMessage(1, LogLevel.Warning, "{Healed}")]
    private partial void LogHealed(string healed);
}
