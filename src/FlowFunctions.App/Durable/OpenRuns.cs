using FlowFunctions.App.Runs;
using FlowFunctions.Engine.DurableTask;
using FlowFunctions.Engine.History;
using FlowFunctions.Engine.Machine;
using FlowFunctions.Storage.Runs;

namespace FlowFunctions.App.Durable;

/// <summary>Runs as the backend gives them, in the form of records.</summary>
internal static class OpenRuns
{
    /// <summary>An open run as a record.</summary>
    /// <param name="run">The run.</param>
    /// <param name="history">Its history.</param>
    /// <param name="stored">What the tables know of it, or null.</param>
    /// <returns>The record; null when the backend's run is another workspace's, which only has the same id.</returns>
    public static RunRecord? RecordOf(OpenRun run, ReadOnlyMemory<byte> history, RunHeader? stored)
    {
        DateTimeOffset? last = null;
        RunStarted? first = null;
        foreach (var runEvent in HistoryReader.Read(history))
        {
            first ??= runEvent as RunStarted;
            last = runEvent.At;
        }

        if (first is not null && stored is not null && first.Start.Workspace != stored.Workspace)
        {
            return null;
        }

        var header = stored ?? (first is null ? null : RunHeaders.Of(run.FlowId, first.Start));
        return new RunRecord(
            (header ?? throw new InvalidDataException($"The history of run '{run.RunId}' has no beginning.")) with
            {
                Status = run.Status,
                StartedAt = first?.At ?? header.StartedAt,
                EndedAt = run.Result is null ? null : last,
                Error = RunHeaders.ErrorOf(run.Result?.Error),
            },
            history
        );
    }
}
