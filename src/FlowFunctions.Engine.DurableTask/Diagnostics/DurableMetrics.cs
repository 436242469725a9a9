using System.Diagnostics.Metrics;
using FlowFunctions.Engine.Diagnostics;
using FlowFunctions.Engine.DurableTask.Turns;

namespace FlowFunctions.Engine.DurableTask.Diagnostics;

/// <summary>
/// What this process measures: what every engine does (<see cref="RunMetrics"/>), and turns. A backend may ask for the same again, so counts
/// are of what was carried out and not of what there is. Pure steps are evaluated in each replay and are not counted.
/// </summary>
internal static class DurableMetrics
{
    /// <summary>Runs and steps.</summary>
    public static RunMetrics Runs { get; } = new();

    private static readonly Histogram<double> TurnDuration = Runs.Meter.CreateHistogram<double>(
        "flow.turn.duration",
        "s",
        "Time of one turn of an orchestration."
    );

    /// <summary>A turn was carried out; the first of a run starts it.</summary>
    /// <param name="duration">The time that it took.</param>
    /// <param name="answer">What it answered.</param>
    /// <param name="request">What it was asked.</param>
    public static void Turned(TimeSpan duration, TurnAnswer answer, TurnRequest request)
    {
        TurnDuration.Record(duration.TotalSeconds);
        if (answer.Fold is { } fold && request is { PastCount: 0, IsWithoutPast: false })
        {
            Runs.RunStarted(fold.Plan.FlowId);
        }
    }
}
