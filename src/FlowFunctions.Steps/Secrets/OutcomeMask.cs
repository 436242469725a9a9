using FlowFunctions.Engine.Payloads;
using FlowFunctions.Engine.Steps;
using FlowFunctions.Secrets.Masking;

namespace FlowFunctions.Steps.Secrets;

/// <summary>Takes secrets out of what a step says.</summary>
internal static class OutcomeMask
{
    /// <summary>The outcome without secrets.</summary>
    public static StepOutcome Apply(SecretMask mask, StepOutcome outcome) =>
        outcome switch
        {
            StepOutcome.Succeeded succeeded => succeeded with { Output = Apply(mask, succeeded.Output) },
            StepOutcome.Failed failed => new StepOutcome.Failed(Apply(mask, failed.Error)),
            _ => outcome,
        };

    private static StepError Apply(SecretMask mask, StepError error) =>
        error with
        {
            Message = mask.Apply(error.Message),
            Details = error.Details is { } details ? Apply(mask, details) : null,
        };

    private static Payload Apply(SecretMask mask, Payload payload)
    {
        var utf8 = payload.Utf8;
        var masked = mask.ApplyJson(utf8);
        return masked.Equals(utf8) ? payload : Payload.FromUtf8(masked.ToArray());
    }
}
