using FlowFunctions.Engine.DurableTask.Clients;
using FlowFunctions.Engine.DurableTask.Hub;
using FlowFunctions.Engine.DurableTask.Hub.Drivers;
using FlowFunctions.Engine.DurableTask.Tests.Admission;
using FlowFunctions.Engine.DurableTask.Tests.Runs;
using FlowFunctions.Engine.History;
using FlowFunctions.Engine.Payloads;
using FlowFunctions.Engine.Records;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Engine.Tests.Payloads;
using FlowFunctions.Engine.Tests.Properties;

namespace FlowFunctions.Engine.DurableTask.Tests.Properties;

/// <summary>A random flow on a hub whose seed decides the order of everything and what goes wrong.</summary>
internal sealed class DurableWorld
{
    private const int MostRounds = 40;

    private readonly FlowSteps _steps;
    private readonly HubPump _pump;
    private readonly MemoryArchive _archive = new();
    private readonly MemoryAdmissions _places = new();

    /// <param name="flow">The flow.</param>
    /// <param name="options">How the hub behaves.</param>
    /// <param name="cacheBytes">Of the engine's folds.</param>
    /// <param name="worker">What holds the engine.</param>
    /// <param name="called">What the hub calls, if it does not call that directly.</param>
    /// <param name="limits">Which flows have a limit.</param>
    public DurableWorld(
        RandomFlow flow,
        TaskHubOptions options,
        long cacheBytes,
        EngineWorker? worker = null,
        IHubWorker? called = null,
        FlowLimits limits = FlowLimits.None
    )
    {
        worker ??= new EngineWorker();
        _steps = new FlowSteps(flow, limits);
        _pump = new HubPump(options, called ?? worker);
        worker.Engine = Engine = new DurableEngine(
            new DurableEngineOptions
            {
                TimeProvider = _pump.Time,
                CacheBytes = cacheBytes,
                MaxRewinds = MostRounds,
            },
            new DurableEngineParts(
                _steps,
                _steps,
                new MemoryPayloads(),
                _archive,
                new HubClient(_pump.Hub),
                Admissions: _places
            )
        );
        _steps.Engine = Engine;
    }

    public DurableEngine Engine { get; }

    public TaskHub Hub => _pump.Hub;

    /// <summary>Runs the flow to its end.</summary>
    /// <returns>The final records.</returns>
    public async Task<string> RunAsync()
    {
        await Engine.StartAsync(_steps.Plan, new RunStart { RunId = "run", PlanHash = _steps.Plan.Hash });
        await _pump.RunAsync();
        for (var round = 0; Hub.Get("run")!.Output is not ['{', ..] && round < MostRounds; round++)
        {
            // What Tick does every minute.
            Rewinds += (await Engine.TendAsync()).Rewound.Count;
            await _pump.RunAsync();
            await SignalAgainAsync();
        }

        return RunTree.Of("run", View);
    }

    /// <summary>How often runs were let go on that the host had failed.</summary>
    public int Rewinds { get; private set; }

    /// <summary>A signal that was on its way when the host failed the run is lost in the backend; whoever sent it sends it again.</summary>
    private async Task SignalAgainAsync()
    {
        foreach (var instance in Hub.List(new InstanceQuery()).Instances)
        {
            if (await Engine.ReadAsync(instance.InstanceId) is { Result: null, History: { } history } run)
            {
                var view = RunView.Of(run.FlowId == "child" ? _steps.Child : _steps.Plan, HistoryReader.Read(history));
                foreach (var wait in view.Steps.Select(static step => step.Wait?.Signal).OfType<string>())
                {
                    await Engine.SignalAsync(run.RunId, wait, Payload.Null);
                }
            }
        }

        await _pump.RunAsync();
    }

    private RunView View(string runId)
    {
        var run = _archive[runId];
        var plan = run.Start.PlanHash == _steps.Plan.Hash ? _steps.Plan : _steps.Child;
        return RunView.Of(plan, HistoryReader.Read(run.History));
    }
}
