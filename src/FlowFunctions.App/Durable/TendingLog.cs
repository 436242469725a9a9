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
        var again = report.RewoundAgain.ToHashSet(StringComparer.Ordinal);
        List<string> done =
        [
            .. report
                .Rewound.Where(run => !again.Contains(run))
                .Select(static run => $"Run {run} goes on: the host had failed it."),
            .. report.Recorded.Select(static run => $"Run {run} had ended without a record and has one now."),
        ];
        if (report.Purged > 0)
        {
            done.Add(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{report.Purged} ended instances were deleted from the task hub."
                )
            );
        }

        List<string> troubles =
        [
            .. again.Select(static run =>
                $"Run {run} goes on, but the host has failed it more than once; see the host's log for what breaks its turns."
            ),
            .. report.PutOff.Select(static run => $"It is tried again in a minute to heal run {run}"),
        ];
        done.ForEach(LogDone);
        troubles.ForEach(LogTrouble);
        return [.. done, .. troubles];
    }

    [LoggerMessage(1, LogLevel.Information, "{Done}")]
    private partial void LogDone(string done);

    [LoggerMessage(2, LogLevel.Warning, "{Trouble}")]
    private partial void LogTrouble(string trouble);
}
