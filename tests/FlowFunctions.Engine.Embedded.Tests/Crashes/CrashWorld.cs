using System.Diagnostics.CodeAnalysis;
using FlowFunctions.Engine.Contracts;
using FlowFunctions.Engine.Embedded.Journal;
using FlowFunctions.Engine.Embedded.Scheduling;
using FlowFunctions.Engine.Embedded.Tests.Engine;
using FlowFunctions.Engine.Machine;
using FlowFunctions.Engine.Payloads;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Engine.Steps;
using FlowFunctions.Engine.Tests.Properties;
using FlowFunctions.Flows.Plans;

namespace FlowFunctions.Engine.Embedded.Tests.Crashes;

/// <summary>Everything around an engine that survives its crashes: the disk, callers, the effects of steps, and what was acknowledged.</summary>
[SuppressMessage("Design", "CA1001", Justification = "The disk is in memory and outlives the engines that own it.")]
internal sealed class CrashWorld : IStepExecutor, IPlanSource, IRunRecorder
{
    private const int Runs = 3;

    /// <summary>Far more than any case needs.</summary>
    private const int MostPieces = 10_000_000;

    private readonly RandomFlow _flow;
    private readonly Plan _plan;
    private readonly Plan _child;
    private readonly Random _random;
    private readonly ManualTime _time = new();
    private readonly SimulatedDisk _disk;
    private readonly Durability _durability;
    private readonly double _faults;
    private readonly bool _keepsFinished;
    private readonly HashSet<string> _accepted = new(StringComparer.Ordinal);
    private readonly Dictionary<string, bool> _signals = new(StringComparer.Ordinal);
    private readonly History _told = new();
    private readonly List<string> _repeated = [];
    private readonly HashSet<string> _released = new(StringComparer.Ordinal);
    private History _found = new();
    private SeededScheduler _scheduler = null!;
    private EmbeddedEngine? _engine;
    private int _life;

    public CrashWorld(int seed)
    {
        _random = new Random(seed);
        _flow = new RandomFlow(seed, mayBeCutShort: seed % 2 == 0);
        _plan = EngineHost.WithHash(Queueing(_flow.Plan, isLimited: seed % 4 is 1 or 2));
        _child = EngineHost.WithHash(Queueing(_flow.Child, isLimited: seed % 4 is 2 or 3));
        _durability = seed % 5 == 0 ? Durability.Buffered : Durability.Flush;
        _faults = seed % 3 == 0 && _durability == Durability.Flush ? 0.02 : 0;
        _keepsFinished = seed % 7 < 4;
        _disk = new SimulatedDisk(_random);
    }

    public int Crashes { get; private set; }

    /// <summary>Lives through crashes until every run has ended.</summary>
    public void Live(int mostCrashes)
    {
        while (Continue(mayCrash: Crashes < mostCrashes))
        {
            Crashes++;
            _disk.Restart(isPowerCut: _durability == Durability.Flush);
            CheckDisk();
        }
    }

    public ValueTask<StepOutcome> ExecuteAsync(StepRequest request, CancellationToken cancellationToken) =>
        new(ExecuteAsync(request));

    public StepOutcome ExecutePure(StepRequest request) => Answer(request);

    public ValueTask<Plan?> GetAsync(string hash, CancellationToken cancellationToken) =>
        ValueTask.FromResult(
            hash == _plan.Hash ? _plan
            : hash == _child.Hash ? _child
            : null
        );

    public ValueTask<Plan?> ResolveAsync(string workspace, string flowId, CancellationToken cancellationToken) =>
        ValueTask.FromResult<Plan?>(_child);

    public ValueTask KeepAsync(Plan plan, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public void Record(RunState state, RunEvent runEvent, CommandBuffer effects)
    {
        _told.Add(state.RunId, runEvent, effects);
        if (effects.Commands is [.., CompleteRun])
        {
            _ = ReleaseAsync(state.RunId);
        }
    }

    public void RecordQueued(RunState state, DateTimeOffset at) => _told.AddQueued(state.RunId);

    public void RecordNeverStarted(RunState state, RunResult result, DateTimeOffset at)
    {
        _told.AddNeverStarted(state.RunId);
        _ = ReleaseAsync(state.RunId);
    }

    /// <summary>Also with runs that wait for each other.</summary>
    private static Plan Queueing(Plan plan, bool isLimited) =>
        new()
        {
            Hash = plan.Hash,
            FlowId = plan.FlowId,
            Root = plan.Root,
            InputSchema = plan.InputSchema,
            Settings = isLimited
                ? plan.Settings with
                {
                    Concurrency = new PlanConcurrency(1, Key: null, WhenFull.Queue),
                }
                : plan.Settings,
        };

    /// <returns>Whether the life ended in a crash.</returns>
    private bool Continue(bool mayCrash)
    {
        _life++;
        _scheduler = new SeededScheduler(_random);
        var pieces = mayCrash ? 1 + (int)Math.Exp(_random.NextDouble() * 8) : MostPieces;
        _disk.OperationsLeft = mayCrash ? 1 + (int)Math.Exp(_random.NextDouble() * 6) : int.MaxValue;
        _engine = null;
        _told.BeginAgain();
        var life = _scheduler.Run(LiveAsync);
        for (; pieces > 0 && !_disk.HasStopped && !life.IsCompleted; pieces--)
        {
            if (!_scheduler.RunOne())
            {
                PassTime();
            }
        }

        if (_disk.HasStopped || pieces == 0)
        {
            Assert.True(mayCrash, "The runs go on for ever.");
            return true;
        }

        life.GetAwaiter().GetResult();
        Assert.Empty(_repeated);
        _told.CheckHolds(_found, IsKept);
        CheckDisk();
        return false;
    }

    private void PassTime()
    {
        var due = _time.NextDue;
        Assert.True(due is not null, "Runs are open and nothing will ever happen.");
        _time.Advance(due.Value - _time.GetUtcNow());
    }

    private async Task LiveAsync()
    {
        var options = new EmbeddedEngineOptions
        {
            Directory = "simulated",
            Durability = _durability,
            Shards = 2,
            MaxConcurrentSteps = 4,
            SegmentBytes = 4096,
            TimeProvider = _time,
            Scheduler = _scheduler,
            KeepsFinished = _keepsFinished,
        };
        _engine = await EmbeddedEngine.OpenAsync(options, new EngineParts(this, this, this, new NoPayloads()), _disk);
        _disk.Faults = _faults;
        foreach (
            var signal in _signals.Where(static signal => !signal.Value).Select(static signal => signal.Key).ToArray()
        )
        {
            _ = SignalAsync(signal);
        }

        await Task.WhenAll(Enumerable.Range(0, Runs).Select(index => RunAsync($"r{index}", _engine)));
        await _engine.RetellingFinished;
    }

    private async Task RunAsync(string runId, EmbeddedEngine engine)
    {
        // A run that has ended and is forgotten would be started again: its id is the caller's to remember.
        while (!_accepted.Contains(runId) && !_told.HasRunEnded(runId))
        {
            try
            {
                await engine.StartAsync(_plan, new RunStart { RunId = runId, PlanHash = _plan.Hash });
                _accepted.Add(runId);
            }
            catch (JournalUnavailableException exception)
            {
                await Task.Delay(exception.RetryAfter, _time);
            }
        }

        Assert.True(await engine.WaitAsync(runId) is not null || _told.HasRunEnded(runId), $"{runId} is unknown");
    }

    private async Task<StepOutcome> ExecuteAsync(StepRequest request)
    {
        var key = History.KeyOf(request.RunId, request.Path, request.Attempt, request.Resume);
        if (_told.HasEnded(key))
        {
            _repeated.Add(key);
        }

        var life = _life;
        if (_random.Next(2) == 0)
        {
            await Task.Delay(TimeSpan.FromSeconds(_random.NextDouble() * 5), _time);
        }

        if (life == _life)
        {
            for (var signals = _random.Next(6); signals > 0; signals--)
            {
                _ = DisturbAsync(_engine!);
            }
        }

        if (life == _life && request.Resume is null && _flow.WaitsForSignal(request.Step.Id))
        {
            var signal = $"{request.RunId} {request.Path}";
            if (!_signals.GetValueOrDefault(signal))
            {
                _signals[signal] = false;
                _ = SignalAsync(signal);
            }
        }

        return Answer(request);
    }

    /// <summary>A signal that no step waits for, at a moment when a run starts, waits for another or ends.</summary>
    private async Task DisturbAsync(EmbeddedEngine engine)
    {
        for (var pieces = _random.Next(40); pieces > 0; pieces--)
        {
            await Task.Yield();
        }

        await engine.SignalAsync($"r{_random.Next(Runs)}", "unasked", Payload.Null);
    }

    private StepOutcome Answer(StepRequest request) =>
        _flow.Answer(request.Path, request.Attempt, request.Resume, request.Step.Id, request.ReadyAt);

    private async Task SignalAsync(string signal)
    {
        var (engine, parts) = (_engine!, signal.Split(' ', 2));
        await Task.Delay(TimeSpan.FromSeconds(_random.NextDouble() * 10), _time);
        if (await engine.SignalAsync(parts[0], RandomFlow.SignalOf(parts[1]), Payload.Null))
        {
            _signals[signal] = true;
        }
    }

    /// <summary>Sooner or later, or never, the records of a run are stored elsewhere.</summary>
    private async Task ReleaseAsync(string runId)
    {
        var life = _life;
        if (_random.Next(3) > 0)
        {
            await Task.Delay(TimeSpan.FromSeconds(_random.NextDouble() * 20), _time);
            if (life == _life)
            {
                _released.Add(runId);
                _engine!.Release([runId]);
            }
        }
    }

    private bool IsKept(string runId) => _keepsFinished && !_released.Contains(runId);

    /// <summary>What was acknowledged is on the disk, and so is what is kept.</summary>
    private void CheckDisk()
    {
        if (_engine is not null)
        {
            _told.CheckHolds(_found, static _ => false);
        }

        _found = History.Read(_disk, hash => hash == _plan.Hash ? _plan : _child);
        _told.CheckIsPrefixOf(_found, _accepted, runId => !IsKept(runId));
    }
}
