using FlowFunctions.Engine.Contracts;
using FlowFunctions.Engine.DurableTask.Hub;
using FlowFunctions.Engine.DurableTask.Hub.Drivers;
using FlowFunctions.Engine.Payloads;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Engine.Steps;
using FlowFunctions.Engine.Tests;
using FlowFunctions.Engine.Tests.Payloads;
using FlowFunctions.Flows.Plans;

namespace FlowFunctions.Engine.DurableTask.Tests.Runs;

/// <summary>A step that another process executes than the one that carries the run out: it finds out by itself that nobody wants it.</summary>
public sealed class AbandonedCallTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Theory]
    [InlineData(RunControl.Cancel)]
    [InlineData(RunControl.Terminate)]
    public async Task Step_OfARunCancelledInAnotherProcess_IsToldToStop(RunControl control)
    {
        var plan = PlanBuilder.Of("long").Build().Hashed();
        var step = new EndlessStep(plan);
        var worker = new TwoProcesses();
        await using var live = new LiveHub(new TaskHubOptions(), worker);
        worker.Turns = EngineOf(step, live.Hub);
        worker.Steps = EngineOf(step, live.Hub);
        await worker.Turns.StartAsync(plan, new RunStart { RunId = "run", PlanHash = plan.Hash });
        await step.Entered.Task.WaitAsync(Patience);

        Assert.True(await worker.Turns.ControlAsync("run", control));

        await step.Stopped.Task.WaitAsync(Patience);
        var result = await worker.Turns.WaitAsync("run").AsTask().WaitAsync(Patience);
        Assert.Equal(RunStatus.Cancelled, result?.Status);
    }

    private static DurableEngine EngineOf(EndlessStep step, TaskHub hub) =>
        new(
            new DurableEngineOptions { AskWhetherWanted = TimeSpan.FromMilliseconds(20) },
            new DurableEngineParts(step, step, new MemoryPayloads(), new MemoryArchive(), new HubClient(hub))
        );

    private sealed class TwoProcesses : IHubWorker
    {
        public DurableEngine Turns { get; set; } = null!;

        public DurableEngine Steps { get; set; } = null!;

        public ValueTask<byte[]> TurnAsync(string orchestrator, byte[] request, CancellationToken cancellationToken) =>
            Turns.TurnAsync(request, cancellationToken);

        public ValueTask<string> ExecuteAsync(
            string activity,
            string instanceId,
            string input,
            CancellationToken cancellationToken
        ) => Steps.ExecuteAsync(activity, instanceId, input, cancellationToken);
    }

    private sealed class EndlessStep(Plan plan) : IStepExecutor, IPlanSource
    {
        public TaskCompletionSource Entered { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Stopped { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public async ValueTask<StepOutcome> ExecuteAsync(StepRequest request, CancellationToken cancellationToken)
        {
            Entered.TrySetResult();
            try
            {
                await Task.Delay(Timeout.Infinite, cancellationToken);
            }
            finally
            {
                Stopped.TrySetResult();
            }

            return ExecutePure(request);
        }

        public StepOutcome ExecutePure(StepRequest request) => new StepOutcome.Succeeded(Payload.Null);

        public ValueTask<Plan?> GetAsync(string hash, CancellationToken cancellationToken) => new(plan);

        public ValueTask<Plan?> ResolveAsync(string workspace, string flowId, CancellationToken cancellationToken) =>
            new(plan);

        public ValueTask KeepAsync(Plan kept, CancellationToken cancellationToken) => ValueTask.CompletedTask;
    }
}
