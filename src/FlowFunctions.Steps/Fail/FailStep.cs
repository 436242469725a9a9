using FlowFunctions.Engine.Payloads;
using FlowFunctions.Engine.Steps;
using FlowFunctions.Steps.Catalog;
using FlowFunctions.Steps.Execution;

namespace FlowFunctions.Steps.Fail;

/// <summary>Fails on purpose.</summary>
internal sealed class FailStep() : PureStepType("fail")
{
    /// <inheritdoc/>
    protected override StepOutcome Execute(StepContext context)
    {
        var with = context.With();
        return new StepOutcome.Failed(
            new StepError
            {
                Code = with.OptionalText("code") ?? StepErrorCodes.FlowFailed,
                Message = with.GetProperty("message").GetString()!,
                Details = with.TryGetProperty("details", out var details) ? Payload.From(details) : null,
            }
        );
    }
}
