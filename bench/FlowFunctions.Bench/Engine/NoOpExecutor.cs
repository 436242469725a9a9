using FlowFunctions.Engine.Contracts;
using FlowFunctions.Engine.Payloads;
using FlowFunctions.Engine.Steps;

namespace FlowFunctions.Bench.Engine;

/// <summary>Steps that do nothing, so that what is measured is the engine.</summary>
internal sealed class NoOpExecutor : IStepExecutor
{
    private static readonly StepOutcome Done = new StepOutcome.Succeeded(Payload.Null);

    public ValueTask<StepOutcome> ExecuteAsync(StepRequest request, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Done);

    public StepOutcome ExecutePure(StepRequest request) => Done;
}
