using FlowFunctions.Engine.Contracts;
using FlowFunctions.Engine.Payloads;
using FlowFunctions.Engine.Steps;

namespace FlowFunctions.DurableTask.Bench.Worlds;

/// <summary>Steps that do nothing and answer what an HTTP call could have, so that what is measured is the engine.</summary>
internal sealed class QuickSteps : IStepExecutor
{
    private static readonly StepOutcome Done = new StepOutcome.Succeeded(
        Payload.Parse("""{"id":"o-20713","status":"accepted","total":129.9,"currency":"EUR","lines":[1,2,3]}""")
    );

    public ValueTask<StepOutcome> ExecuteAsync(StepRequest request, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Done);

    public StepOutcome ExecutePure(StepRequest request) => Done;
}
