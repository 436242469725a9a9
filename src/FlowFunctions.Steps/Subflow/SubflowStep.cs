using FlowFunctions.Engine.Payloads;
using FlowFunctions.Engine.Steps;
using FlowFunctions.Steps.Catalog;
using FlowFunctions.Steps.Execution;

namespace FlowFunctions.Steps.Subflow;

/// <summary>Runs another flow and waits for its end.</summary>
internal sealed class SubflowStep() : PureStepType("subflow")
{
    /// <inheritdoc/>
    protected override StepOutcome Execute(StepContext context)
    {
        if (context.Resume is StepResume.Called called)
        {
            return new StepOutcome.Succeeded(called.Output);
        }

        var with = context.With();
        return new StepOutcome.Calling(with.GetProperty("flow").GetString()!, Payload.From(with.Optional("input")));
    }
}
