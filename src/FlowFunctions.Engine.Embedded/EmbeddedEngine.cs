using FlowFunctions.Engine.Contracts;
using FlowFunctions.Engine.Embedded.Admission;
using FlowFunctions.Engine.Embedded.Children;
using FlowFunctions.Engine.Embedded.Diagnostics;
using FlowFunctions.Engine.Embedded.Dispatch;
using FlowFunctions.Engine.Embedded.Journal;
using FlowFunctions.Engine.Embedded.Payloads;
using FlowFunctions.Engine.Embedded.Recovery;
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

    private EmbeddedEngine(
        EmbeddedEngineOptions options,
        EngineParts parts,
        IJournalStorage storage,
        IPayloadStore payloads,
        LargeValues values,
        RunRecovery recovery
    )
    {
        _options = options;
        _values = values;
        _parts = parts;
        _storage = storage;
        var runs = recovery.TakeRuns();
        _metrics = new EngineMetrics();
        _journal = new JournalWriter(
            storage,
            recovery.Content.Extent,
            recovery.Live,
            options.Journal with
            {
                Metrics = _metrics,
            }
        );
        _dispatcher = new Dispatcher(
            new LargeValueExecutor(parts.Executor, values, options.TimeProvider),
            options.TimeProvider,
            options.Dispatch,
            _metrics,
            options.Scheduler
        );
        _admission = new AdmissionTable(
            options.MaxQueuedRunsPerKey,
            runId => ShardOf(runId).Post(new AdmitMessage(runId))
        );
        _limit = new OpenRunLimit(options.MaxOpenRuns, options.MaxOpenBytes);
        var services = new ShardServices
        {
            Options = options,
            Journal = _journal,
            Live = recovery.Live,
            Executor = parts.Executor,
            Recorder = parts.Recorder,
            Dispatcher = _dispatcher,
            Values = values,
            ChildPlans = new ChildPlans(parts.Plans, values),
            Limit = _limit,
            Admission = _admission,
            Metrics = _metrics,
            Observer = parts.Observer,
            ShardOf = ShardOf,
            FailAll = FailAll,
        };
        _shards = [.. Enumerable.Range(0, options.Shards).Select(_ => new Shard(services))];
        _watchdog = new Watchdog(options.TimeProvider, options.WatchEvery, Watch);
        _limit.Opened = _watchdog.Arm;
        _metrics.Observe(
            new EngineGauges(
                () => _limit.Runs,
                () => _admission.Queued,
                () => _dispatcher.Queue.Waiting,
                () => _shards.Sum(static shard => shard.InboxLength)
            )
        );
        Adopt(runs, recovery.Content.Finished);
        RunRecords[] kept = [.. AdoptKept(recovery.Kept)];
        _retelling = RetellingOf(kept, KeepStored);
        _loops = Task.WhenAll(_shards.Select(shard => options.Scheduler.Run(shard.RunAsync)));
        _sweep = new PayloadSweep(
            payloads,
            options.PayloadSweepInterval,
            options.TimeProvider,
            options.Scheduler,
            RemoveReferencedAsync
        );
        RetellingFinished = options.Scheduler.Run(() => _retelling.RunAsync(_stop.Token));
    }

    /// <summary>Opens a directory and continues the runs that are open in it.</summary>
    /// <param name="options">Settings.</param>
    /// <param name="parts">What executes steps, finds plans and is told what happens.</param>
    /// <param name="cancellationToken">Gives up opening.</param>
    /// <exception cref="ArgumentException">A setting is out of its range.</exception>
    /// <exception cref="JournalCorruptException">The journal is damaged; nothing was changed.</exception>
    /// <exception cref="JournalException">The directory is in use or cannot be continued; the message says what to do.</exception>
    public static Task<EmbeddedEngine> OpenAsync(
        EmbeddedEngineOptions options,
        EngineParts parts,
        CancellationToken cancellationToken = default
    )
    {
        options.Check();
        return OpenAsync(options, parts, new JournalDirectory(options.Directory), cancellationToken);
    }

    /// <summary>The same on any storage, which the engine owns from now on.</summary>
    internal static async Task<EmbeddedEngine> OpenAsync(
        EmbeddedEngineOptions options,
        EngineParts parts,
        IJournalStorage storage,
        CancellationToken cancellationToken = default
    )
    {
        try
        {
            var payloads = parts.Payloads ?? PayloadsOf(options);
            var values = new LargeValues(payloads, options.Payloads);
            var recovery = await RunRecovery.ReadAsync(storage, parts, values, options, cancellationToken);
            return new EmbeddedEngine(options, parts, storage, payloads, values, recovery);
        }
        catch
        {
            storage.Dispose();
            throw;
        }
    }

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

    /// <summary>Reads the state of an open run, as far as it is durable. Large values in it are references.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="read">Takes what is wanted, quickly: it runs where the run does. The state must not be kept.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>What was read, or the default for a run that is not open here.</returns>
    public async ValueTask<T?> QueryAsync<T>(
        string runId,
        Func<RunState, T> read,
        CancellationToken cancellationToken = default
    )
    {
        var query = new QueryMessage<T>(runId, read);
        Post(runId, query);
        return await query.Answer.WaitAsync(cancellationToken);
    }

    /// <summary>The ids of the open runs, child runs included, in no order.</summary>
    public async ValueTask<IReadOnlyList<string>> ListOpenAsync(CancellationToken cancellationToken = default)
    {
        var lists = await Task.WhenAll(
            _shards.Select(shard => AskAsync(shard, static shard => shard.RunIds(), cancellationToken))
        );
        return [.. lists.SelectMany(static ids => ids)];
    }

    /// <summary>The runs that wait for admission, by flow and key in the order of their places.</summary>
    public async ValueTask<IReadOnlyList<QueuedRunInfo>> ListQueuedAsync(CancellationToken cancellationToken = default)
    {
        var lists = await Task.WhenAll(
            _shards.Select(shard => AskAsync(shard, static shard => shard.QueuedRuns(), cancellationToken))
        );
        return
        [
            .. lists
                .SelectMany(static runs => runs)
                .OrderBy(static run => (run.Workspace, run.FlowId, run.Key, run.Place)),
        ];
    }

    /// <summary>Says in plain words what an open run waits for; null for a run that is not open here.</summary>
    public async ValueTask<RunExplanation?> ExplainAsync(string runId, CancellationToken cancellationToken = default) =>
        await AskAsync(runId, shard => shard.Explain(runId), cancellationToken);

    /// <summary>
    /// Hands over to the next process: takes no new runs, begins no further step executions, lets those that go on finish, makes
    /// their answers durable, and stops. What did not finish in time is told to stop and is executed again after a restart.
    /// </summary>
    /// <param name="limit">How long executions may go on, by default 10 s.</param>
    public async Task DrainAsync(TimeSpan? limit = null)
    {
        _isDraining = true;
        _dispatcher.Drain();
        var patience = limit ?? TimeSpan.FromSeconds(10);
        await _dispatcher.WaitAsync(patience, _options.TimeProvider);
        await WhenQuietAsync(_options.StopTimeout);
        await DisposeAsync();
    }

    /// <summary>
    /// Stops within ten seconds: nothing new begins, running steps are told to stop and are executed again after a restart, what
    /// is on its way to the disk arrives, and the directory is free.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
        {
            return;
        }

        _watchdog.Dispose();
        await StopRetellingAsync();
        await _sweep.DisposeAsync();
        _dispatcher.Stop();
        _journal.Hurry();
        foreach (var shard in _shards)
        {
            shard.Post(StopMessage.Instance);
        }

        await _loops;

        // The directory stays locked while steps go on, so that no other process executes them at the same time.
        await _dispatcher.WaitAsync(_options.StopTimeout, TimeProvider.System);
        await _journal.DisposeAsync();
        _metrics.Dispose();
    }

    /// <summary>
    /// Why the journal cannot be written to, in plain words and with what to do; null when it can. Until then no run is started and open
    /// runs wait. When the cause may pass, the engine goes on by itself.
    /// </summary>
    public string? Outage => (_journal.FinalFailure ?? _journal.Outage)?.Message;

    /// <summary>What it measures.</summary>
    internal EngineMetrics Metrics => _metrics;

    private DateTimeOffset Now => _options.TimeProvider.GetUtcNow();

    private static PayloadDirectory PayloadsOf(EmbeddedEngineOptions options) =>
        new(Path.Combine(options.Directory, "payloads"), options.Durability, options.TimeProvider);

    private static TaskCompletionSource<bool> NewAnswer() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static async Task<T> AskAsync<T>(Shard shard, Func<Shard, T> ask, CancellationToken cancellationToken)
    {
        var message = new AskMessage<T>(ask);
        Post(shard, message);
        return await message.Answer.WaitAsync(cancellationToken);
    }

    private static void Post(Shard shard, IShardMessage message) =>
        ObjectDisposedException.ThrowIf(!shard.Post(message), typeof(EmbeddedEngine));

    private Task<T> AskAsync<T>(string runId, Func<Shard, T> ask, CancellationToken cancellationToken) =>
        AskAsync(ShardOf(runId), ask, cancellationToken);

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

    private void Adopt(
        IReadOnlyList<(OpenRun Run, List<TurnCommand> Pending)> runs,
        OrderedDictionary<string, FinishedRecord> finished
    )
    {
        foreach (var (runId, end) in finished)
        {
            ShardOf(runId).AddFinished(runId, end.Result);
        }

        RunAdmissions.Restore([.. runs.Select(static open => open.Run)], _admission);
        foreach (var (run, pending) in runs)
        {
            Post(run.Id, new AdoptMessage(run, pending));
        }

        _admission.AdmitAll();
    }

    /// <summary>Answers that have come are durable; a run that evaluates for ever or a disk that does not write must not hold it up.</summary>
    private async Task WhenQuietAsync(TimeSpan limit)
    {
        var messages = _shards.Select(static _ => new QuietMessage()).ToArray();
        if (_shards.Zip(messages).All(static pair => pair.First.Post(pair.Second)))
        {
            try
            {
                await Task.WhenAll(messages.Select(static message => message.Quiet)).WaitAsync(limit);
            }
            catch (TimeoutException)
            {
                // What is not durable by then is executed again.
            }
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
