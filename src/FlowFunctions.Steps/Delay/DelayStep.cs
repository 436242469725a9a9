using FlowFunctions.Engine.Steps;
using FlowFunctions.Steps.Catalog;
using FlowFunctions.Steps.Execution;

namespace FlowFunctions.Steps.Delay;

/// <summary>Waits for a while.</summary>
internal sealed class DelayStep() : PureStepType("delay")
{
    /// <inheritdoc/>
    protected override StepOutcome Execute(StepContext context) =>
        TimedWait.Until(context.Request.ReadyAt + context.With().Duration("duration"), context);
}
