using FlowFunctions.Engine.Children;
using FlowFunctions.Engine.Embedded.Children;
using FlowFunctions.Engine.Embedded.Runs;
using FlowFunctions.Engine.Machine;
using FlowFunctions.Engine.Payloads;
using FlowFunctions.Flows.Plans;

namespace FlowFunctions.Engine.Embedded.Shards;

/// <summary>Something for a shard's loop to do.</summary>
internal interface IShardMessage
{
    void Handle(Shard owner);
}

/// <summary>A message that may have to wait for its run.</summary>
internal interface IRunQuery : IShardMessage
{
    void Refuse(Exception reason);
}

/// <summary>Start a run, unless it exists.</summary>
/// <param name="plan">Its plan.</param>
/// <param name="start">Its first event.</param>
/// <param name="parent">Who called it, if anybody.</param>
/// <param name="storedStart">Where the start is stored as a whole, or null.</param>
internal sealed class StartMessage(
    Plan plan,
    RunInput start,
    ParentLink parent = default,
    PayloadReference? storedStart = null
) : IShardMessage
{
    public void Handle(Shard owner) => owner.Start(plan, start, parent, storedStart);
}

/// <summary>A run that waited has got a place among the runs of its flow.</summary>
internal sealed class AdmitMessage(string runId) : IShardMessage
{
    public void Handle(Shard owner) => owner.GoOnWith(runId);
}

/// <summary>Look for what takes too long.</summary>
internal sealed class WatchMessage(DateTimeOffset at) : IShardMessage
{
    public void Handle(Shard owner) => owner.Watch(at);
}

/// <summary>Tell when all that came before is durable.</summary>
internal sealed class QuietMessage : IShardMessage
{
    private readonly TaskCompletionSource _quiet = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Quiet => _quiet.Task;

    public void Handle(Shard owner) => owner.TellWhenQuiet(_quiet);
}

/// <summary>Take a run over from the journal and go on with it.</summary>
internal sealed class AdoptMessage(OpenRun run, IReadOnlyCollection<TurnCommand> pending) : IShardMessage
{
    public void Handle(Shard owner) => owner.Adopt(run, pending);
}

/// <summary>Something happened to a run.</summary>
internal sealed class EventMessage(string runId, RunInput input) : IShardMessage
{
    public void Handle(Shard owner) => owner.Deliver(runId, input);
}

/// <summary>The plan of a child run was found, or not.</summary>
internal sealed class ChildResolvedMessage(string runId, int commandId, ResolvedChild child) : IShardMessage
{
    public void Handle(Shard owner) => owner.StartChild(runId, commandId, child);
}

/// <summary>A timer may have run out.</summary>
internal sealed class KnockMessage : IShardMessage
{
    public static KnockMessage Instance { get; } = new();

    public void Handle(Shard owner) => owner.FireTimers();
}

/// <summary>Ended runs need not be kept any more.</summary>
internal sealed class ReleaseMessage(IReadOnlyCollection<string> runIds) : IShardMessage
{
    public void Handle(Shard owner) => owner.Release(runIds);
}

/// <summary>It is known which stored values an ended run refers to.</summary>
internal sealed class KeepStoredMessage(string runId, long number, IReadOnlyCollection<string> hashes) : IShardMessage
{
    public void Handle(Shard owner) => owner.KeepStored(runId, number, hashes);
}

/// <summary>The engine cannot go on.</summary>
internal sealed class FailMessage(Exception reason) : IShardMessage
{
    public void Handle(Shard owner) => owner.Fail(reason);
}

/// <summary>End the loop once what is on its way to the disk has arrived.</summary>
internal sealed class StopMessage : IShardMessage
{
    public static StopMessage Instance { get; } = new();

    public void Handle(Shard owner) => owner.Stop();
}

/// <summary>Reads something on the shard's loop.</summary>
internal sealed class AskMessage<T>(Func<Shard, T> ask) : IShardMessage
{
    private readonly TaskCompletionSource<T> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<T> Answer => _answer.Task;

    public void Handle(Shard owner) => _answer.SetResult(ask(owner));
}

/// <summary>Reads a run's state when no turn of it is on its way to the disk.</summary>
internal sealed class QueryMessage<T>(string runId, Func<RunState, T> read) : IRunQuery
{
    private readonly TaskCompletionSource<T?> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<T?> Answer => _answer.Task;

    public void Handle(Shard owner)
    {
        if (owner.Refusal is { } reason)
        {
            Refuse(reason);
        }
        else if (owner.Find(runId) is not { } run)
        {
            _answer.TrySetResult(default);
        }
        else if (run.Turn is not null)
        {
            run.Defer(this);
        }
        else
        {
            Read(run.State);
        }
    }

    public void Refuse(Exception reason) => _answer.TrySetException(reason);

    private void Read(RunState state)
    {
        try
        {
            _answer.TrySetResult(read(state));
        }
#pragma warning disable CA1031 // The caller's own code failed; it is the caller who must hear of it.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            _answer.TrySetException(exception);
        }
    }
}
