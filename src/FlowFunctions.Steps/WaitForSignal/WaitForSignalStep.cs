using FlowFunctions.Engine.Payloads;
using FlowFunctions.Engine.Steps;
using FlowFunctions.Steps.Catalog;
using FlowFunctions.Steps.Execution;

namespace FlowFunctions.Steps.WaitForSignal;

/// <summary>Waits for a signal.</summary>
internal sealed class WaitForSignalStep : PureStepType
{
    private const string Received = "received";
    private const string Timeout = "timeout";
    private static readonly string[] Ports = [Received, Timeout];

    public WaitForSignalStep()
        : base("waitForSignal") => Descriptor = Descriptor with { Ports = static _ => Ports };

    /// <inheritdoc/>
    protected override StepOutcome Execute(StepContext context) =>
        context.Resume switch
        {
            StepResume.SignalReceived signal => new StepOutcome.Succeeded(signal.Payload, Received),
            StepResume.TimeReached => new StepOutcome.Succeeded(Payload.Null, Timeout),
            _ => Wait(context),
        };

    private static StepOutcome.Waiting Wait(StepContext context)
    {
        var with = context.With();
        return new StepOutcome.Waiting(
            context.Request.ReadyAt + with.OptionalDuration("timeout"),
            with.GetProperty("name").GetString()
        );
    }
}
