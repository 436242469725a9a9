using FlowFunctions.Engine.Contracts;
using FlowFunctions.Engine.Embedded.Admission;
using FlowFunctions.Engine.Embedded.Codec;
using FlowFunctions.Engine.Embedded.Journal;
using FlowFunctions.Engine.Embedded.Payloads;
using FlowFunctions.Engine.Embedded.Runs;
using FlowFunctions.Engine.Machine;
using FlowFunctions.Engine.Payloads;
using FlowFunctions.Engine.Runs;

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

    /// <summary>Folds a run's events. Nothing is executed.</summary>
    /// <exception cref="JournalException">The plan is missing, or the events cannot be those of this plan.</exception>
    public static async ValueTask<RunFold> FoldAsync(
        string runId,
        RunRecords records,
        IPlanSource plans,
        LargeValues values,
        CancellationToken cancellationToken
    )
    {
        var storedStart = await LoadStartAsync(runId, records, values, cancellationToken);
        var hash = records.Start.Started.PlanHash;
        var plan =
            await plans.GetAsync(hash, cancellationToken)
            ?? throw new JournalException(
                $"Run '{runId}' is open, but its plan {hash} is missing. Restore the plan from a backup; without it the run cannot go on."
            );
        var queued = records.IsQueued ? records.Start.Started.ToCore() : null;
        var run = new OpenRun(runId, new RunState(plan, queued))
        {
            Segment = records.Segment,
            Order = records.Order,
            StoredStart = storedStart,
        };
        var fold = new RunFold(run);
        try
        {
            if (queued is null)
            {
                fold.Apply(records);
            }
            else
            {
                fold.Queue(records, queued);
            }
        }
        catch (Exception exception) when (exception is InvalidOperationException or InvalidDataException)
        {
            throw new JournalException(
                $"Run '{runId}' cannot be continued from the journal: {exception.Message} Use the version of the program that wrote it.",
                exception
            );
        }

        return fold.Run.State.Result is null
            ? fold
            : throw new JournalException(
                $"Run '{runId}' is open in the journal, but this version of the program decides that it has ended. "
                    + "Use the version that wrote it."
            );
    }

    private static async ValueTask<PayloadReference?> LoadStartAsync(
        string runId,
        RunRecords records,
        LargeValues values,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await values.LoadStartAsync(records.Start, cancellationToken);
        }
        catch (PayloadMissingException exception)
        {
            throw new JournalException($"Run '{runId}' is open, but its start is lost. {exception.Message}", exception);
        }
    }

    /// <summary>It goes on waiting, with what was kept for it.</summary>
    private void Queue(RunRecords records, RunStart start)
    {
        var queued = records.Start.ToCore();
        Run.LastAt = queued.At;
        Run.Stored.Add(queued);
        Run.Queue = new QueuedRun(start, queued.At) { IsRecorded = true };
        foreach (var wire in records.Kept)
        {
            var kept = wire.ToCore();
            Run.LastAt = kept.At;
            Run.Bytes += wire.CalculateSize();
            Run.Stored.Add(kept);
            Run.Queue.Restore(kept);
        }
    }

    private void Apply(RunRecords records)
    {
        var effects = new CommandBuffer();
        foreach (var wire in records.History)
        {
            var runEvent = wire.ToCore();
            RunMachine.Apply(Run.State, runEvent, effects);
            Run.LastAt = runEvent.At;
            Run.Bytes += wire.CalculateSize();
            Run.Stored.Add(runEvent);
            Cancelled.UnionWith(effects.Commands.OfType<CancelStep>().Select(static command => command.CommandId));
            effects.Clear();
        }
    }
}
