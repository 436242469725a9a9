using FlowFunctions.Engine.Children;
using FlowFunctions.Engine.Contracts;
using FlowFunctions.Engine.Embedded.Admission;
using FlowFunctions.Engine.Embedded.Diagnostics;
using FlowFunctions.Engine.Embedded.Dispatch;
using FlowFunctions.Engine.Embedded.Journal;
using FlowFunctions.Engine.Embedded.Payloads;
using FlowFunctions.Engine.Embedded.Recovery;
using FlowFunctions.Engine.Embedded.Runs;
using FlowFunctions.Engine.Embedded.Scheduling;
using FlowFunctions.Engine.Embedded.Shards;
using FlowFunctions.Engine.Embedded.Waiting;
using FlowFunctions.Engine.Payloads;

namespace FlowFunctions.Engine.Embedded;

/// <summary>From a directory to an engine that goes on with what is open in it.</summary>
public sealed partial class EmbeddedEngine
{
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

    /// <summary>The ids of the open runs, child runs included, in no order.</summary>
    public async ValueTask<IReadOnlyList<string>> ListOpenAsync(CancellationToken cancellationToken = default)
    {
        var lists = await Task.WhenAll(
            _shards.Select(shard => AskAsync(shard, static shard => shard.RunIds(), cancellationToken))
        );
        return [.. lists.SelectMany(static ids => ids)];
    }

    private static PayloadDirectory PayloadsOf(EmbeddedEngineOptions options) =>
        new(Path.Combine(options.Directory, "payloads"), options.Durability, options.TimeProvider);

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
}
