using FlowFunctions.Engine.Contracts;
using FlowFunctions.Engine.Embedded.Admission;
using FlowFunctions.Engine.Embedded.Journal;
using FlowFunctions.Engine.Embedded.Runs;
using FlowFunctions.Engine.History;
using FlowFunctions.Engine.Machine;
using FlowFunctions.Engine.Payloads;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Flows.Plans;
using Google.Protobuf;

namespace FlowFunctions.Engine.Embedded.Recovery;

/// <summary>A run as its events left it.</summary>
internal sealed class RunFold
{
    private RunFold(OpenRun run) => Run = run;

    public OpenRun Run { get; }

    /// <summary>
    /// Executions and children that were told to stop. Some of them are still awaited, and telling them is no effect that a replay
    /// repeats by itself.
    /// </summary>
    public HashSet<int> Cancelled { get; } = [];

    /// <summary>Folds a run's events and tells the recorder of them. Nothing is executed.</summary>
    /// <exception cref="JournalException">The plan is missing, or the events cannot be those of this plan.</exception>
    public static async ValueTask<RunFold> FoldAsync(
        RunRecords records,
        IPlanSource plans,
        LargeValues values,
        IRunRecorder recorder,
        CancellationToken cancellationToken
    )
    {
        var runId = records.RunId;
        var history = Checked(runId, () => RunHistory.Of(records));
        var storedStart = await LoadStartAsync(runId, history, values, cancellationToken);
        var hash = history.Start.Started.PlanHash;
        var plan =
            await plans.GetAsync(hash, cancellationToken)
            ?? throw new JournalException(
                $"Run '{runId}' is open, but its plan {hash} is missing. Restore the plan from a backup; without it the run cannot go on."
            );
        history.Share(runId, plan.Hash);
        var queued = history.IsQueued ? history.Start.Started.ToCore() : null;
        var run = new OpenRun(runId, new RunState(plan, queued), records.ToLive()) { StoredStart = storedStart };
        var fold = Checked(runId, () => new RunFold(run).Take(history, plan, recorder));
        return run.State.Result is null
            ? fold
            : throw new JournalException(
                $"Run '{runId}' is open in the journal, but this version of the program decides that it has ended. "
                    + "Use the version that wrote it."
            );
    }

    private static T Checked<T>(string runId, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception exception)
            when (exception is InvalidOperationException or InvalidDataException or InvalidProtocolBufferException)
        {
            throw new JournalException(
                $"Run '{runId}' cannot be continued from the journal: {exception.Message} Use the version of the program that wrote it.",
                exception
            );
        }
    }

    private static async ValueTask<PayloadReference?> LoadStartAsync(
        string runId,
        RunHistory history,
        LargeValues values,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await RunTelling.LoadStartAsync(history, values, cancellationToken);
        }
        catch (PayloadMissingException exception)
        {
            throw new JournalException($"Run '{runId}' is open, but its start is lost. {exception.Message}", exception);
        }
    }

    private RunFold Take(RunHistory history, Plan plan, IRunRecorder recorder)
    {
        var telling = new RunTelling(history, plan, recorder) { Observe = Note };
        if (Run.State.Queued is { } queued)
        {
            Queue(history, queued);
            telling.TellQueued(Run.State);
        }
        else
        {
            telling.TellStarted(Run.State);
        }

        return this;
    }

    /// <summary>It goes on waiting, with what was kept for it.</summary>
    private void Queue(RunHistory history, RunStart start)
    {
        var queued = history.Start.ToCore();
        Run.LastAt = queued.At;
        Run.Bytes = history.Start.CalculateSize();
        Run.Stored.Add(queued);
        Run.Queue = new QueuedRun(start, queued.At) { IsRecorded = true, Rank = history.QueueRank };
        foreach (var wire in history.Kept)
        {
            var kept = wire.ToCore();
            Run.LastAt = kept.At;
            Run.Bytes += wire.CalculateSize();
            Run.Stored.Add(kept);
            Run.Queue.Restore(kept);
        }
    }

    private void Note(RunEvent runEvent, int bytes, CommandBuffer effects)
    {
        Run.LastAt = runEvent.At;
        Run.Bytes += bytes;
        Run.Stored.Add(runEvent);
        foreach (var command in effects.Commands)
        {
            if (command is CancelStep cancel)
            {
                Cancelled.Add(cancel.CommandId);
            }
        }
    }
}
