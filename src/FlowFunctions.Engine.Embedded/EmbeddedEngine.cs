using FlowFunctions.Engine.Admission;
using FlowFunctions.Engine.Contracts;
using FlowFunctions.Engine.Embedded.Admission;
using FlowFunctions.Engine.Embedded.Diagnostics;
using FlowFunctions.Engine.Embedded.Dispatch;
using FlowFunctions.Engine.Embedded.Journal;
using FlowFunctions.Engine.Embedded.Payloads;
using FlowFunctions.Engine.Embedded.Retention;
using FlowFunctions.Engine.Embedded.Runs;
using FlowFunctions.Engine.Embedded.Scheduling;
using FlowFunctions.Engine.Embedded.Shards;
using FlowFunctions.Engine.Embedded.Waiting;
using FlowFunctions.Engine.Machine;
using FlowFunctions.Engine.Payloads;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Flows.Plans;

namespace FlowFunctions.Engine.Embedded;

/// <summary>
/// Carries runs out in this process, durably: events go to a journal in a directory before anything follows from them. After a
/// crash the same directory continues every open run; steps that had ended are not executed again, steps that were being executed
/// are, as the same attempt with the same identity.
/// </summary>
public sealed partial class EmbeddedEngine : IRunEngine, IAsyncDisposable
{
    private readonly EmbeddedEngineOptions _options;
    private readonly EngineParts _parts;
    private readonly IJournalStorage _storage;
    private readonly JournalWriter _journal;
    private readonly Dispatcher _dispatcher;
    private readonly Shard[] _shards;
    private readonly LargeValues _values;
    private readonly PayloadSweep _sweep;
    private readonly Task _loops;
    private readonly EngineMetrics _metrics;
    private readonly AdmissionTable _admission;
    private readonly OpenRunLimit _limit;
    private readonly Watchdog _watchdog;
    private readonly Retelling _retelling;
    private readonly CancellationTokenSource _stop = new();
    private volatile bool _isDraining;
    private int _isDisposed;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The start does not fit the plan, its id is not allowed, or it is too large.</exception>
    /// <exception cref="TooManyRunsException">As many runs are open, or as many bytes held for them, as may be.</exception>
    /// <exception cref="ConcurrencyLimitException">As many runs of the flow are open as it allows, and it does not queue.</exception>
    /// <exception cref="EngineDrainingException">The engine is stopping.</exception>
    /// <exception cref="JournalUnavailableException">The disk is full; what is open waits until there is room again.</exception>
    /// <exception cref="JournalException">The journal cannot be written to any more.</exception>
    /// <exception cref="IOException">A large value cannot be stored now.</exception>
    public async ValueTask StartAsync(Plan plan, RunStart start, CancellationToken cancellationToken = default)
    {
        StartCheck.Check(plan, start, _options.MaxPayloadBytes);
        ThrowIfDisposed();
        if (_isDraining)
        {
            throw new EngineDrainingException();
        }

        if (_journal.Outage is { } outage)
        {
            // Thrown anew for each caller: an exception that is shared collects the stack traces of all.
            throw new JournalUnavailableException(outage);
        }

        start = EngineTraces.Adopt(start) with { ConcurrencyKey = ConcurrencyKeys.Of(plan, start, Now) };
        await _parts.Plans.KeepAsync(plan, cancellationToken);
        var kept = await _values.StoreAsync(start, cancellationToken);
        var stored = kept.IsLarge ? await _values.StoreWholeAsync(kept, cancellationToken) : null;
        var accepted = NewAnswer();
        var input = new RunInput(new RunStarted(Now, kept), accepted);
        Post(start.RunId, new StartMessage(plan, input, storedStart: stored));
        await accepted.Task.WaitAsync(cancellationToken);
    }

    /// <inheritdoc/>
    /// <remarks>A large output is loaded for the caller; it is kept as long as the engine remembers the run's end.</remarks>
    /// <exception cref="JournalException">The journal cannot be written to any more.</exception>
    /// <exception cref="PayloadMissingException">The run has ended, but its output is not there any more.</exception>
    public async ValueTask<RunResult?> WaitAsync(string runId, CancellationToken cancellationToken = default)
    {
        var end = await AskAsync(runId, shard => shard.EndOf(runId), cancellationToken);
        return await end.WaitAsync(cancellationToken) is { } result
            ? await _values.LoadAsync(result, cancellationToken)
            : null;
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The payload is too large, or the name too long.</exception>
    /// <exception cref="JournalException">The journal cannot be written to any more.</exception>
    /// <exception cref="IOException">A large payload cannot be stored now.</exception>
    public async ValueTask<bool> SignalAsync(
        string runId,
        string name,
        Payload payload,
        CancellationToken cancellationToken = default
    )
    {
        StartCheck.CheckText(name, nameof(name));
        StartCheck.CheckSize(payload.Length, _options.MaxPayloadBytes, nameof(payload));
        var kept = await _values.StoreAsync(payload, cancellationToken);
        return await DeliverAsync(runId, new SignalReceived(Now, name, kept), cancellationToken);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The reason is too long.</exception>
    /// <exception cref="JournalException">The journal cannot be written to any more.</exception>
    public ValueTask<bool> ControlAsync(
        string runId,
        RunControl control,
        string? reason = null,
        CancellationToken cancellationToken = default
    )
    {
        StartCheck.CheckText(reason, nameof(reason));
        return DeliverAsync(runId, new ControlRequested(Now, control, reason), cancellationToken);
    }

    /// <summary>
    /// Why the journal cannot be written to, in plain words and with what to do; null when it can. Until then no run is started and open
    /// runs wait. When the cause may pass, the engine goes on by itself.
    /// </summary>
    public string? Outage => (_journal.FinalFailure ?? _journal.Outage)?.Message;

    private DateTimeOffset Now => _options.TimeProvider.GetUtcNow();

    private static TaskCompletionSource<bool> NewAnswer() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static void Post(Shard shard, IShardMessage message) =>
        ObjectDisposedException.ThrowIf(!shard.Post(message), typeof(EmbeddedEngine));

    private async ValueTask<bool> DeliverAsync(string runId, RunEvent runEvent, CancellationToken cancellationToken)
    {
        ThrowIfDisposed();
        var accepted = NewAnswer();
        Post(runId, new EventMessage(runId, new RunInput(runEvent, accepted)));
        return await accepted.Task.WaitAsync(cancellationToken);
    }

    private async Task RemoveReferencedAsync(HashSet<string> hashes)
    {
        if (!_retelling.KnowsStored)
        {
            // Until every ended run has been read again, any value may be one of theirs.
            hashes.Clear();
        }

        foreach (var shard in _shards)
        {
            await AskAsync(
                shard,
                owner =>
                {
                    owner.RemoveStoredFrom(hashes);
                    return true;
                },
                CancellationToken.None
            );
        }
    }

    private bool Watch()
    {
        var now = Now;
        foreach (var shard in _shards)
        {
            shard.Post(new WatchMessage(now));
        }

        return _limit.Runs > 0;
    }

    private void Post(string runId, IShardMessage message) => Post(ShardOf(runId), message);

    /// <summary>The journal belongs to all shards, so their number may change from start to start.</summary>
    private Shard ShardOf(string runId) => _shards[RunHash.Of(runId) % (uint)_shards.Length];

    private void FailAll(Exception reason)
    {
        foreach (var shard in _shards)
        {
            shard.Post(new FailMessage(reason));
        }
    }

    private void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(Volatile.Read(ref _isDisposed) != 0, this);
}
