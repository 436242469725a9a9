using FlowFunctions.Engine.Payloads;
using FlowFunctions.Engine.Steps;
using FlowFunctions.Steps.Catalog;
using FlowFunctions.Steps.Execution;

namespace FlowFunctions.Steps.Transform;

/// <summary>Builds a value.</summary>
internal sealed class TransformStep() : PureStepType("transform")
{
    /// <inheritdoc/>
    protected override StepOutcome Execute(StepContext context) =>
        new StepOutcome.Succeeded(Payload.From(context.Member("value")));
}
