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
            Workspace = fold.State.Start?.Workspace ?? "",
            Status = fold.State.Status,
            Events = fold.EventCount,
            History = fold.History,
            Result = fold.Result,
            Rewinds = fold.Rewinds,
        };
}
