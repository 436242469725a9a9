using FlowFunctions.Engine.Contracts;
using FlowFunctions.Engine.Embedded.Admission;
using FlowFunctions.Engine.Embedded.Codec;
using FlowFunctions.Engine.Embedded.Journal;
using FlowFunctions.Engine.Embedded.Runs;
using FlowFunctions.Engine.Machine;
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
        CancellationToken cancellationToken
    )
    {
        var hash = records.PlanHash;
        var plan =
            await plans.GetAsync(hash, cancellationToken)
            ?? throw new JournalException(
                $"Run '{runId}' is open, but its plan {hash} is missing. Restore the plan from a backup; without it the run cannot go on."
            );
        var queued = records.Queued?.Start.ToCore();
        var fold = new RunFold(
            new OpenRun(runId, new RunState(plan, queued)) { Segment = records.Segment, Order = records.Order }
        );
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

    /// <summary>It goes on waiting, with what was kept for it.</summary>
    private void Queue(RunRecords records, RunStart start)
    {
        var since = new DateTimeOffset(records.Queued!.At, TimeSpan.Zero);
        Run.LastAt = since;
        Run.Queue = new QueuedRun(start, since) { IsRecorded = true };
        foreach (var wire in records.Records.SelectMany(static record => record.Events))
        {
            var runEvent = wire.ToCore();
            Run.LastAt = runEvent.At > Run.LastAt ? runEvent.At : Run.LastAt;
            Run.Bytes += wire.CalculateSize();
            Run.Queue.Restore(runEvent);
        }
    }

    private void Apply(RunRecords records)
    {
        var effects = new CommandBuffer();
        foreach (var wire in records.Records.SelectMany(static record => record.Events))
        {
            var runEvent = wire.ToCore();
            RunMachine.Apply(Run.State, runEvent, effects);
            Run.LastAt = runEvent.At;
            Run.Bytes += wire.CalculateSize();
            Cancelled.UnionWith(effects.Commands.OfType<CancelStep>().Select(static command => command.CommandId));
            effects.Clear();
        }
    }
}
