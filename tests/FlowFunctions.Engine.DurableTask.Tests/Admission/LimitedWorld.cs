using System.Text.Json;
using FlowFunctions.Engine.Contracts;
using FlowFunctions.Engine.DurableTask.Codec;
using FlowFunctions.Engine.DurableTask.Hub;
using FlowFunctions.Engine.DurableTask.Hub.Drivers;
using FlowFunctions.Engine.DurableTask.Tests.Runs;
using FlowFunctions.Engine.Payloads;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Engine.Steps;
using FlowFunctions.Engine.Tests;
using FlowFunctions.Engine.Tests.Payloads;
using FlowFunctions.Expressions;
using FlowFunctions.Flows.Plans;

namespace FlowFunctions.Engine.DurableTask.Tests.Admission;

/// <summary>The durable engine with flows that limit their open runs, on a hub that a test drives.</summary>
internal sealed class LimitedWorld : IStepExecutor, IPlanSource
{
    private readonly Func<StepRequest, StepOutcome> _answer;
    private readonly EngineWorker _worker = new();
    private readonly Dictionary<string, Plan> _plans = new(StringComparer.Ordinal);
    private readonly List<string> _executed = [];

    /// <summary>A world without runs.</summary>
    /// <param name="answer">Answers steps; by default each takes ten seconds.</param>
    /// <param name="hub">How the hub behaves.</param>
    public LimitedWorld(Func<StepRequest, StepOutcome>? answer = null, TaskHubOptions? hub = null)
    {
        _answer = answer ?? TakesTenSeconds;
        Pump = new HubPump(hub ?? new TaskHubOptions(), _worker);
        Client = new TroubledHub(new HubClient(Pump.Hub));
        Restart();
    }

    public HubPump Pump { get; }

    public TroubledHub Client { get; }

    public MemoryAdmissions Places { get; } = new();

    public MemoryArchive Archive { get; } = new();

    public OpenCount Open { get; } = new();

    public DurableEngine Engine => _worker.Engine!;

    /// <summary>Options of engines from the next start on.</summary>
    public Func<DurableEngineOptions, DurableEngineOptions> Change { get; set; } = static options => options;

    /// <summary>The steps that were executed, as run and path.</summary>
    public IReadOnlyList<string> Executed => _executed;

    /// <summary>A flow that limits its open runs.</summary>
    public static Plan Limited(
        PlanBuilder steps,
        int limit = 1,
        WhenFull whenFull = WhenFull.Queue,
        string? key = null,
        string flowId = "test"
    )
    {
        var template = key is null ? null : JsonTemplate.Parse(JsonSerializer.SerializeToElement(key));
        return steps
            .Settings(new PlanSettings { Concurrency = new PlanConcurrency(limit, template, whenFull) })
            .Build()
            .Hashed(flowId);
    }

    public static StepOutcome Ok { get; } = new StepOutcome.Succeeded(Payload.Null);

    public static StepOutcome TakesTenSeconds(StepRequest request) =>
        request.Resume is null ? new StepOutcome.Waiting(request.ReadyAt + TimeSpan.FromSeconds(10), null) : Ok;

    /// <summary>Another process takes the place of the one before.</summary>
    public void Restart() => _worker.Engine = NewEngine(Places);

    public DurableEngine NewEngine(MemoryAdmissions? places) =>
        new(
            Change(new DurableEngineOptions { TimeProvider = Pump.Time }),
            new DurableEngineParts(this, this, new MemoryPayloads(), Archive, Client, Open, places)
        );

    /// <summary>Turns and activities break until <see cref="Restart"/>.</summary>
    public void Crash() => _worker.Engine = null;

    /// <summary>Makes a flow known to those that call it.</summary>
    public Plan Add(Plan plan)
    {
        _plans[plan.Hash] = plan;
        return plan;
    }

    public ValueTask StartAsync(Plan plan, string runId, string input = "null", string workspace = "") =>
        Engine.StartAsync(
            plan,
            new RunStart
            {
                RunId = runId,
                PlanHash = plan.Hash,
                Input = Payload.Parse(input),
                Workspace = workspace,
            }
        );

    public async Task StartAllAsync(Plan plan, params string[] runIds)
    {
        foreach (var runId in runIds)
        {
            await StartAsync(plan, runId);
        }
    }

    /// <summary>How a run ended.</summary>
    public RunResult EndOf(string runId) =>
        RunOutputs.Find(Pump.Hub.Get(runId)?.Output)
        ?? throw new InvalidOperationException($"Run '{runId}' has not ended: {Pump.Hub.Get(runId)}");

    public async Task<RunStatus?> StatusAsync(string runId) => (await Engine.ReadAsync(runId))?.Status;

    public ValueTask<StepOutcome> ExecuteAsync(StepRequest request, CancellationToken cancellationToken)
    {
        _executed.Add($"{request.RunId}/{request.Path}");
        return new(_answer(request));
    }

    public StepOutcome ExecutePure(StepRequest request) => _answer(request);

    public ValueTask<Plan?> GetAsync(string hash, CancellationToken cancellationToken) => new(_plans[hash]);

    public ValueTask<Plan?> ResolveAsync(string workspace, string flowId, CancellationToken cancellationToken) =>
        new(_plans.Values.Last(plan => plan.FlowId == flowId));

    public ValueTask KeepAsync(Plan plan, CancellationToken cancellationToken)
    {
        Add(plan);
        return ValueTask.CompletedTask;
    }
}
