using FlowFunctions.Engine.Payloads;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Engine.Steps;
using FlowFunctions.Steps.Catalog;
using FlowFunctions.Steps.Execution;

namespace FlowFunctions.Steps.Stop;

/// <summary>Ends the whole run.</summary>
internal sealed class StopStep() : PureStepType("stop")
{
    /// <inheritdoc/>
    protected override StepOutcome Execute(StepContext context)
    {
        var with = context.With();
        var status = with.OptionalText("status") == "cancelled" ? RunStatus.Cancelled : RunStatus.Succeeded;
        return new StepOutcome.RunEnded(status, Payload.From(with.Optional("output")));
    }
}
