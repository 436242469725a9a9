using FlowFunctions.Engine.Children;
using FlowFunctions.Engine.Embedded.Children;
using FlowFunctions.Engine.Embedded.Journal;
using FlowFunctions.Engine.Embedded.Retention;
using FlowFunctions.Engine.Embedded.Runs;
using FlowFunctions.Engine.Machine;
using FlowFunctions.Engine.Payloads;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Engine.Steps;

namespace FlowFunctions.Engine.Embedded.Recovery;

/// <summary>
/// Makes open runs from a journal: each is folded, then gets back what it waits for. Timers are armed again; a step that was being
/// executed is executed again as the same attempt; parents and children find each other.
/// </summary>
internal sealed class RunRecovery
{
    private readonly Dictionary<string, RunFold> _folds = new(StringComparer.Ordinal);
    private readonly EngineParts _parts;
    private readonly LargeValues _values;
    private readonly DateTimeOffset _now;

    private RunRecovery(JournalContent content, EngineParts parts, LargeValues values, EmbeddedEngineOptions options)
    {
        Content = content;
        Live = new LiveRecords(options.KeepsFinished);
        _parts = parts;
        _values = values;
        _now = options.TimeProvider.GetUtcNow();
    }

    public JournalContent Content { get; }

    public LiveRecords Live { get; }

    /// <summary>Ended runs that are kept until they are released; parents before children.</summary>
    public IReadOnlyList<(RunRecords Records, KeptRun Run)> Kept { get; private set; } = [];

    /// <exception cref="JournalException">The journal cannot be continued; the message says why and what to do.</exception>
    public static async Task<RunRecovery> ReadAsync(
        IJournalStorage storage,
        EngineParts parts,
        LargeValues values,
        EmbeddedEngineOptions options,
        CancellationToken cancellationToken
    )
    {
        var content = JournalContent.Read(storage, keepsFinished: options.KeepsFinished);
        var recovery = new RunRecovery(content, parts, values, options);
        await recovery.FoldAsync(options.Scheduler, cancellationToken);
        recovery.Kept = [.. content.Unreleased.Select(recovery.Pin)];
        return recovery;
    }

    private (RunRecords Records, KeptRun Run) Pin(RunRecords run)
    {
        var pins = Live.Pin([.. run.Records.Select(static record => record.Place)]);
        return (run, KeptRun.Of(run.Number, pins, []));
    }

    /// <summary>A child's id is its parent's with one more separator in it; so parents are folded, and told of, before their children.</summary>
    private async Task FoldAsync(TaskScheduler scheduler, CancellationToken cancellationToken)
    {
        var options = new ParallelOptions
        {
            MaxDegreeOfParallelism = Environment.ProcessorCount,
            TaskScheduler = scheduler,
            CancellationToken = cancellationToken,
        };
        Live.SkipTo(Content.LastNumber);
        var generations = Content.Open.GroupBy(static run => run.RunId.Count(RunIds.ChildSeparator));
        foreach (var generation in generations.OrderBy(static runs => runs.Key))
        {
            await FoldAsync([.. generation], options);
        }
    }

    private async Task FoldAsync(RunRecords[] runs, ParallelOptions options)
    {
        var folds = new RunFold[runs.Length];
        await Parallel.ForAsync(
            0,
            runs.Length,
            options,
            async (index, cancelled) =>
                folds[index] = await RunFold.FoldAsync(runs[index], _parts.Plans, _values, _parts.Recorder, cancelled)
        );
        foreach (var fold in folds)
        {
            Live.Adopt(fold.Run.Records);
            _folds.Add(fold.Run.Id, fold);
        }
    }

    /// <summary>What the shards go on with.</summary>
    public IReadOnlyList<(OpenRun Run, List<TurnCommand> Pending)> TakeRuns()
    {
        var runs = _folds.Values.Select(fold => (fold.Run, PendingOf(fold))).ToArray();
        foreach (var (run, _) in runs)
        {
            GiveUpOrphan(run);
        }

        return runs;
    }

    private List<TurnCommand> PendingOf(RunFold fold)
    {
        var pending = new List<TurnCommand>();
        foreach (var command in fold.Run.State.PendingCommands)
        {
            switch (command)
            {
                case ExecuteStep step when fold.Cancelled.Contains(step.Id):
                    Happen(fold.Run, new StepCompleted(_now, step.Id, Outcomes.Cancelled));
                    break;
                case ExecuteStep { Step.Plan.IsPure: true } step:
                    fold.Run.PureSteps.Enqueue(new PureStep(step.Id, StepScopes.RequestFor(fold.Run.State, step)));
                    break;
                case ExecuteStep step:
                    pending.Add(new TurnCommand(step, StepScopes.RequestFor(fold.Run.State, step)));
                    break;
                case StartChild child when !Reconnect(fold, child):
                    pending.Add(new TurnCommand(child, Request: null));
                    break;
                case StartTimer timer:
                    pending.Add(new TurnCommand(timer, Request: null));
                    break;
                default:
                    break;
            }
        }

        return pending;
    }

    /// <summary>Gives a run back its child, or the answer to its command if there is one already.</summary>
    /// <returns>Whether there is nothing to start.</returns>
    private bool Reconnect(RunFold parent, StartChild command)
    {
        var isCancelled = parent.Cancelled.Contains(command.Id);
        if (_folds.TryGetValue(command.ChildRunId, out var child))
        {
            child.Run.ParentCommand = command.Id;
            parent.Run.Children.Add(command.Id, new ChildLink(command) { IsStarted = true, IsCancelled = isCancelled });
            if (isCancelled)
            {
                GiveUp(child.Run, RunControl.Cancel);
            }

            return true;
        }

        if (Content.Finished.TryGetValue(command.ChildRunId, out var end) || isCancelled)
        {
            var result = end?.Result ?? Outcomes.CancelledChild;
            Happen(parent.Run, new ChildCompleted(_now, command.Id, result), end);
            return true;
        }

        return false;
    }

    /// <summary>A parent's end reaches the children it leaves open also when the process ended in between.</summary>
    private void GiveUpOrphan(OpenRun run)
    {
        if (run.Start.ParentRunId is { } parent && Content.Finished.TryGetValue(parent, out var end))
        {
            GiveUp(run, end.Result.ControlForChildren, end);
        }
    }

    private void GiveUp(OpenRun child, RunControl control, FinishedRecord? parent = null) =>
        Happen(
            child,
            new ControlRequested(_now, control, $"The parent run {child.Start.ParentRunId} gave it up."),
            parent
        );

    private void Happen(OpenRun run, RunEvent runEvent, FinishedRecord? ended = null) =>
        run.Inbox.Enqueue(
            new RunInput(runEvent, Holds: ended?.HoldIn(Live, isReleased: Content.IsReleased(ended.Number)))
        );
}
