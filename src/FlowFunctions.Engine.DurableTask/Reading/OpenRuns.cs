using FlowFunctions.Engine.DurableTask.Folding;

namespace FlowFunctions.Engine.DurableTask.Reading;

/// <summary>Makes views of runs.</summary>
internal static class OpenRuns
{
    /// <summary>A run as its fold is now. Its history does not change any more, however the run goes on.</summary>
    public static OpenRun Of(RunFold fold) =>
        new()
        {
            RunId = fold.State.RunId,
            FlowId = fold.Plan.FlowId,
            Workspace = fold.Origin?.Workspace ?? "",
            Status = fold.Status,
            Events = fold.EventCount,
            History = fold.History,
            Result = fold.Result,
            Waiting = WaitOf(fold),
            Rewinds = fold.Rewinds,
        };

    /// <summary>Since when and for what a run waits for a place; null when it does not, or is just asking for the first time.</summary>
    public static WaitForPlace? WaitOf(RunFold fold) =>
        fold is { Result: null, QueuedAt: { } since, Waiting: { Start.ConcurrencyKey: { } key } waiting }
            ? new(since, waiting.HeldSince, key, fold.Plan.Settings.Concurrency?.Limit ?? 0)
            : null;
}
