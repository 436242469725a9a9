using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using FlowFunctions.Engine.Embedded.Children;
using FlowFunctions.Engine.Embedded.Diagnostics;
using FlowFunctions.Engine.Embedded.Runs;
using FlowFunctions.Engine.Machine;
using FlowFunctions.Engine.Payloads;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Flows.Plans;

namespace FlowFunctions.Engine.Embedded.Shards;

/// <summary>
/// One loop that owns the states of its runs. For each run it goes in turns: apply what has come, hand the events to the journal,
/// and when they are durable carry the commands out, tell the recorder and the callers, and begin the next turn. So the loop
/// never waits for the disk while another run has work, and nothing is seen outside that a crash could undo.
/// </summary>
/// <remarks>
/// The inbox has no bound of its own: callers are bounded by the limit of open runs and wait for an answer, and everything else
/// in it answers a command of an open run. A bound would let two shards with full inboxes wait for each other.
/// </remarks>
[SuppressMessage("Design", "CA1001", Justification = "The loop disposes of its timers when it ends.")]
internal sealed partial class Shard
{
    private readonly Channel<IShardMessage> _inbox = Channel.CreateUnbounded<IShardMessage>(
        new UnboundedChannelOptions { SingleReader = true }
    );
    private readonly Dictionary<string, OpenRun> _runs = new(StringComparer.Ordinal);
    private readonly FinishedRuns _finished;
    private readonly ShardServices _services;
    private readonly TimerQueue _timers;
    private readonly List<TaskCompletionSource> _whenQuiet = [];
    private long _posted;
    private long _handled;
    private readonly CancellationTokenSource _stop = new();
    private bool _failed;
    private bool _stopping;
    private int _turnsUnderWay;

    public Shard(ShardServices services)
    {
        _services = services;
        _finished = new FinishedRuns(services.Options.MaxFinishedRuns / services.Options.Shards);
        _timers = new TimerQueue(services.Options.TimeProvider, () => Post(KnockMessage.Instance));
    }

    /// <summary>Why nothing more is accepted, or null.</summary>
    public Exception? Refusal { get; private set; }

    private DateTimeOffset Now => _services.Options.TimeProvider.GetUtcNow();

    /// <summary>Queues a message.</summary>
    /// <returns>Whether the loop still takes messages.</returns>
    public bool Post(IShardMessage message)
    {
        if (!_inbox.Writer.TryWrite(message))
        {
            return false;
        }

        Interlocked.Increment(ref _posted);
        return true;
    }

    /// <summary>Handles messages until the shard is stopped.</summary>
    public async Task RunAsync()
    {
        // Not ReadAllAsync: it would leave the scheduler between two messages.
        while (await _inbox.Reader.WaitToReadAsync())
        {
            while (_inbox.Reader.TryRead(out var message))
            {
                Volatile.Write(ref _handled, _handled + 1);
                await HandleAsync(message);
            }
        }

        _timers.Dispose();
        AbandonRuns(new ObjectDisposedException(nameof(EmbeddedEngine)));
    }

    private async ValueTask HandleAsync(IShardMessage message)
    {
        try
        {
            message.Handle(this);
            await AppendTurnsAsync();
        }
#pragma warning disable CA1031 // A defect must reach everybody who waits for this shard; states may be half changed, so it ends here.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Fail(
                new InvalidOperationException(
                    $"The engine stopped on an unexpected error: {exception.Message} Restart it; every acknowledged event is kept.",
                    exception
                )
            );
        }
    }

    public OpenRun? Find(string runId) => _runs.GetValueOrDefault(runId);

    public IReadOnlyList<string> RunIds() => [.. _runs.Keys];

    /// <summary>The end of a run, or null for a run that is not known here.</summary>
    public Task<RunResult?> EndOf(string runId) =>
        _runs.TryGetValue(runId, out var run) ? run.End
        : _finished.TryGet(runId, out var result) ? Task.FromResult<RunResult?>(result)
        : Task.FromResult<RunResult?>(null);

    /// <summary>Takes out of a set the hashes of the stored values that runs refer to, now or with what is on its way to them.</summary>
    public void RemoveStoredFrom(HashSet<string> hashes)
    {
        _finished.RemoveStoredFrom(hashes);
        RemoveKeptFrom(hashes);
        foreach (var run in _runs.Values)
        {
            foreach (var input in run.HasInput ? run.Inbox : [])
            {
                run.Stored.Add(input.Event);
            }

            run.Stored.RemoveFrom(hashes);
            hashes.Remove(run.StoredStart?.Hash ?? "");
        }
    }

    /// <summary>Takes a result over from the journal; before the loop runs.</summary>
    public void AddFinished(string runId, RunResult result) => _finished.Add(runId, result);

    /// <summary>Messages that wait; a channel for one reader cannot say it itself.</summary>
    public int InboxLength => (int)(Volatile.Read(ref _posted) - Volatile.Read(ref _handled));

    public void Start(Plan plan, RunInput start, ParentLink parent, PayloadReference? storedStart)
    {
        var runId = ((RunStarted)start.Event).Start.RunId;
        if (IsRefused(start))
        {
            return;
        }

        if (_runs.TryGetValue(runId, out var existing))
        {
            TellWhenStarted(existing, start.Accepted);
        }
        else if (_finished.TryGet(runId, out _) || _kept.ContainsKey(runId))
        {
            start.Accepted?.TrySetResult(true);
        }
        else if (_services.Limit.Add(isForced: parent.IsChild) is { } refusal)
        {
            start.Accepted?.TrySetException(refusal);
        }
        else
        {
            Admit(plan, start, parent, storedStart);
        }
    }

    public void Adopt(OpenRun run, IReadOnlyCollection<TurnCommand> pending)
    {
        _services.Limit.Add(isForced: true);
        _services.Limit.AddBytes(run.Bytes);
        _runs.Add(run.Id, run);
        if (run.Queue is null)
        {
            run.Span = EngineTraces.BeginRun(run.Start, run.State.Plan.FlowId, Now, isContinued: true);
        }

        foreach (var command in pending)
        {
            CarryOut(run, command);
        }

        Advance(run);
    }

    public void Deliver(string runId, RunInput input)
    {
        if (IsRefused(input))
        {
            return;
        }

        if (!_runs.TryGetValue(runId, out var run))
        {
            Drop(input);
            return;
        }

        switch (input.Event)
        {
            case StepCompleted step:
                run.Executions.Remove(step.CommandId);
                break;
            case ChildCompleted child:
                run.Children.Remove(child.CommandId);
                break;
            default:
                break;
        }

        run.Inbox.Enqueue(input);
        Advance(run);
    }

    public void FireTimers()
    {
        var now = Now;
        while (!_stopping && _timers.TakeDue(now) is { } timer)
        {
            timer.Run.Timers.Remove(timer.Id);
            Deliver(timer.Run.Id, new RunInput(new TimerFired(now, timer.Id)));
        }
    }

    /// <summary>Begins nothing new; the loop ends when what is on its way to the disk has arrived.</summary>
    public void Stop()
    {
        _stopping = true;
        _ = _stop.CancelAsync();
        Refusal ??= new ObjectDisposedException(nameof(EmbeddedEngine));
        CancelExecutions();
        EndWhenSettled();
    }

    /// <summary>Nothing can be made durable any more, so nothing more is done.</summary>
    public void Fail(Exception reason)
    {
        if (_failed)
        {
            return;
        }

        _failed = true;
        Refusal = reason;
        _sealed.Clear();
        CancelExecutions();
        AbandonRuns(reason);
        _services.FailAll(reason);
    }

    /// <summary>The run has ended: nothing happens to it any more.</summary>
    private void Drop(RunInput input)
    {
        input.Accepted?.TrySetResult(false);
        if (input.Holds is { } ended)
        {
            _services.Live.Release(ended);
        }
    }

    /// <summary>Tells when all that has come so far is durable and has been carried out.</summary>
    public void TellWhenQuiet(TaskCompletionSource quiet)
    {
        _whenQuiet.Add(quiet);
        EndWhenSettled();
    }

    private static void TellWhenStarted(OpenRun run, TaskCompletionSource<bool>? accepted)
    {
        if (run.Turn is { IsFirst: true } starting)
        {
            starting.AddCaller(accepted);
        }
        else
        {
            accepted?.TrySetResult(true);
        }
    }

    private bool IsRefused(RunInput input)
    {
        if (Refusal is null)
        {
            return false;
        }

        input.Accepted?.TrySetException(Refusal);
        return true;
    }

    private void CancelExecutions()
    {
        foreach (var execution in _runs.Values.SelectMany(static run => run.Executions.Values))
        {
            execution.Cancel();
        }
    }

    private void AbandonRuns(Exception reason)
    {
        foreach (var run in _runs.Values)
        {
            run.Abandon(reason);
        }
    }

    private void EndWhenSettled()
    {
        if (_turnsUnderWay > 0 || _sealed.Count > 0)
        {
            return;
        }

        foreach (var quiet in _whenQuiet)
        {
            quiet.TrySetResult();
        }

        _whenQuiet.Clear();
        if (_stopping)
        {
            _inbox.Writer.TryComplete();
        }
    }
}
