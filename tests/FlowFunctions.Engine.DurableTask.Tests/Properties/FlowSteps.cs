using FlowFunctions.Engine.Contracts;
using FlowFunctions.Engine.DurableTask.Tests.Runs;
using FlowFunctions.Engine.Payloads;
using FlowFunctions.Engine.Steps;
using FlowFunctions.Engine.Tests.Properties;
using FlowFunctions.Flows.Plans;

namespace FlowFunctions.Engine.DurableTask.Tests.Properties;

/// <summary>The plans and steps of a random flow, the same for every engine. A step that waits for a signal sends it to itself.</summary>
internal sealed class FlowSteps(RandomFlow flow, FlowLimits limits) : IStepExecutor, IPlanSource
{
    public Plan Plan { get; } = Limited(flow.Plan, limits.HasFlag(FlowLimits.Flow)).Hashed();

    public Plan Child { get; } = Limited(flow.Child, limits.HasFlag(FlowLimits.Called)).Hashed("child");

    public IRunEngine? Engine { get; set; }

    public async ValueTask<StepOutcome> ExecuteAsync(StepRequest request, CancellationToken cancellationToken)
    {
        if (request.Resume is null && flow.WaitsForSignal(request.Step.Id))
        {
            // Without the token: waiting with one goes on in the thread pool, and the seed would not decide the order any more.
            await Engine!.SignalAsync(request.RunId, RandomFlow.SignalOf(request.Path), Payload.Null, default);
        }

        return ExecutePure(request);
    }

    public StepOutcome ExecutePure(StepRequest request) =>
        flow.Answer(request.Path, request.Attempt, request.Resume, request.Step.Id, request.ReadyAt);

    public ValueTask<Plan?> GetAsync(string hash, CancellationToken cancellationToken) =>
        new(hash == Plan.Hash ? Plan : Child);

    public ValueTask<Plan?> ResolveAsync(string workspace, string flowId, CancellationToken cancellationToken) =>
        new(Child);

    public ValueTask KeepAsync(Plan plan, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    private static Plan Limited(Plan plan, bool isLimited) =>
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
}

/// <summary>Which flows allow one open run at a time.</summary>
[Flags]
internal enum FlowLimits
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>The flow that is started.</summary>
    Flow = 1,

    /// <summary>The flow that it calls.</summary>
    Called = 2,
}
