using FlowFunctions.Engine.DurableTask.Codec;
using FlowFunctions.Engine.DurableTask.Hub;
using FlowFunctions.Engine.DurableTask.Hub.Activities;
using FlowFunctions.Engine.DurableTask.Hub.Drivers;
using FlowFunctions.Engine.Embedded.Tests.Engine;
using FlowFunctions.Engine.History;
using FlowFunctions.Engine.Machine;
using FlowFunctions.Engine.Records;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Engine.Tests;
using FlowFunctions.Engine.Tests.Payloads;
using FlowFunctions.Flows.Plans;
using EventKind = FlowFunctions.Engine.DurableTask.Protocol.HistoryEvent.EventTypeOneofCase;

namespace FlowFunctions.Engine.DurableTask.Tests.Runs;

/// <summary>The durable engine on a hub that a test drives, with everything that a test looks at.</summary>
internal sealed class RunWorld
{
    private readonly Func<DurableEngineOptions, DurableEngineOptions> _change;
    private readonly IOpenRunWatcher? _watcher;

    /// <summary>A world without runs.</summary>
    /// <param name="steps">Answers steps.</param>
    /// <param name="hub">How the hub behaves.</param>
    /// <param name="change">Sets options of every engine.</param>
    /// <param name="watcher">Is told of turns.</param>
    public RunWorld(
        ScriptedExecutor? steps = null,
        TaskHubOptions? hub = null,
        Func<DurableEngineOptions, DurableEngineOptions>? change = null,
        IOpenRunWatcher? watcher = null
    )
    {
        _change = change ?? (static options => options);
        _watcher = watcher;
        Steps = steps ?? new ScriptedExecutor();
        Pump = new HubPump(hub ?? new TaskHubOptions(), Worker);
        Restart();
    }

    public ScriptedExecutor Steps { get; }

    public PlanShelf Plans { get; } = new();

    public MemoryPayloads Payloads { get; } = new();

    public MemoryArchive Archive { get; } = new();

    public EngineWorker Worker { get; } = new();

    public HubPump Pump { get; }

    public TaskHub Hub => Pump.Hub;

    public ManualTime Time => Pump.Time;

    /// <summary>The engine that the hub calls.</summary>
    public DurableEngine Engine => Worker.Engine!;

    public static Plan Build(PlanBuilder builder, string? flowId = null) => builder.Build().Hashed(flowId);

    /// <summary>Another process takes the place of the one before: its engine remembers nothing.</summary>
    public void Restart() => Worker.Engine = NewEngine();

    /// <summary>An engine of another process.</summary>
    public DurableEngine NewEngine() =>
        new(
            _change(new DurableEngineOptions { TimeProvider = Time }),
            new DurableEngineParts(Steps, Plans, Payloads, Archive, new HubClient(Hub), _watcher)
        );

    public ValueTask StartAsync(Plan plan, string runId = "run") =>
        Engine.StartAsync(plan, new RunStart { RunId = runId, PlanHash = plan.Hash });

    /// <summary>Starts a run and carries out everything there is to do.</summary>
    public async Task<RunResult> RunAsync(Plan plan, string runId = "run")
    {
        await StartAsync(plan, runId);
        await Pump.RunAsync();
        return ResultOf(runId);
    }

    /// <summary>Goes on until nothing is left to do.</summary>
    public async Task<RunResult> EndAsync(string runId = "run")
    {
        await Pump.RunAsync();
        return ResultOf(runId);
    }

    /// <summary>How a run ended, read off its instance.</summary>
    public RunResult ResultOf(string runId = "run") =>
        RunOutputs.Find(Hub.Get(runId)?.Output)
        ?? throw new InvalidOperationException($"Run '{runId}' has not ended: {Hub.Get(runId)}");

    /// <summary>Carries out all turns that are ready; activities stay where they are.</summary>
    public async Task TurnsAsync()
    {
        while (Hub.Work.TakeTurn() is { } turn)
        {
            await Hub.Work.CarryOutAsync(turn, CancellationToken.None);
        }
    }

    /// <summary>Takes the waiting activities as workers do that have not answered yet.</summary>
    public IReadOnlyList<ActivityWork> TakeActivities()
    {
        var taken = new List<ActivityWork>();
        while (Hub.Work.TakeActivity() is { } work)
        {
            taken.Add(work);
        }

        return taken;
    }

    /// <summary>The step that an activity executes.</summary>
    public static string PathOf(ActivityWork work) => Envelope.Read(Codec.Wire.StepInput.Parser, work.Input).Path;

    public ValueTask ExecuteAsync(ActivityWork work) => Hub.Work.ExecuteAsync(work, CancellationToken.None);

    /// <summary>Lets time pass and carries out the turns that it brings.</summary>
    public async Task PassAsync(TimeSpan time)
    {
        Time.Advance(time);
        Hub.Work.FireTimers();
        await TurnsAsync();
    }

    /// <summary>The host breaks the next turn of whichever run has one: the run's instance fails.</summary>
    public async Task BreakTurnAsync()
    {
        var engine = Worker.Engine;
        Worker.Engine = null;
        await Hub.Work.CarryOutAsync(
            Hub.Work.TakeTurn() ?? throw new InvalidOperationException("No turn is ready."),
            CancellationToken.None
        );
        Worker.Engine = engine;
    }

    /// <summary>Waits for a run's end, for a minute of the clock that nobody else moves.</summary>
    public async Task<RunResult?> WaitAsync(DurableEngine engine, string runId = "run")
    {
        var end = engine.WaitAsync(runId).AsTask();
        for (var tenths = 0; tenths < 600 && !end.IsCompleted; tenths++)
        {
            Time.Advance(TimeSpan.FromSeconds(0.1));
            await Task.WhenAny(end, Task.Delay(1));
        }

        return await end.WaitAsync(TimeSpan.Zero);
    }

    /// <summary>The events of a recorded run.</summary>
    public IReadOnlyList<RunEvent> Events(string runId = "run") => [.. HistoryReader.Read(Archive[runId].History)];

    /// <summary>A recorded run as people see it.</summary>
    public RunView View(Plan plan, string runId = "run") => RunView.Of(plan, Events(runId));

    /// <summary>Ids under which a history shows what was asked for; each may stand in it once.</summary>
    public IReadOnlyList<int> AskedIds(string runId = "run") =>
        [
            .. Hub.History(runId)
                .Where(static shown =>
                    shown.EventTypeCase
                        is EventKind.TaskScheduled
                            or EventKind.TimerCreated
                            or EventKind.SubOrchestrationInstanceCreated
                            or EventKind.EventSent
                )
                .Select(static shown => shown.EventId),
        ];
}
