using FlowFunctions.Engine.Contracts;
using FlowFunctions.Engine.Embedded.Codec;
using FlowFunctions.Engine.Embedded.Journal;
using FlowFunctions.Engine.Embedded.Payloads;
using FlowFunctions.Engine.Embedded.Runs;
using FlowFunctions.Engine.Machine;
using FlowFunctions.Engine.Payloads;
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

    /// <summary>Folds a run's events. Nothing is executed.</summary>
    /// <exception cref="JournalException">The plan is missing, or the events cannot be those of this plan.</exception>
    public static async ValueTask<RunFold> FoldAsync(
        RunRecords records,
        IPlanSource plans,
        LargeValues values,
        CancellationToken cancellationToken
    )
    {
        var runId = records.RunId;
        var first = records.Records[0].Parse();
        var storedStart = await LoadStartAsync(runId, first, values, cancellationToken);
        var hash = first.Events is [{ Started: { } started }, ..]
            ? started.PlanHash
            : throw new JournalException(
                $"Run '{runId}' does not begin with its start. Use the version of the program that wrote it."
            );
        var plan =
            await plans.GetAsync(hash, cancellationToken)
            ?? throw new JournalException(
                $"Run '{runId}' is open, but its plan {hash} is missing. Restore the plan from a backup; without it the run cannot go on."
            );
        var fold = new RunFold(new OpenRun(runId, new RunState(plan), records.ToLive()));
        fold.Run.Stored.Add(storedStart);
        try
        {
            var effects = new CommandBuffer();
            fold.Apply(first, effects);
            foreach (var record in records.Records.Skip(1))
            {
                fold.Apply(record.Parse(), effects);
            }
        }
        catch (Exception exception)
            when (exception is InvalidOperationException or InvalidDataException or InvalidProtocolBufferException)
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
        Wire.Record first,
        LargeValues values,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await values.LoadStartAsync(first.Events[0], cancellationToken);
        }
        catch (PayloadMissingException exception)
        {
            throw new JournalException($"Run '{runId}' is open, but its start is lost. {exception.Message}", exception);
        }
    }

    private void Apply(Wire.Record record, CommandBuffer effects)
    {
        foreach (var wire in record.Events)
        {
            var runEvent = wire.ToCore();
            RunMachine.Apply(Run.State, runEvent, effects);
            Run.LastAt = runEvent.At;
            Run.Stored.Add(runEvent);
            foreach (var command in effects.Commands)
            {
                if (command is CancelStep cancel)
                {
                    Cancelled.Add(cancel.CommandId);
                }
            }

            effects.Clear();
        }
    }
}
