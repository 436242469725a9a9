using System.Text.Json;
using FlowFunctions.Engine.Payloads;
using FlowFunctions.Engine.Steps;
using FlowFunctions.Steps.Catalog;
using FlowFunctions.Steps.Execution;

namespace FlowFunctions.Steps.Approval;

/// <summary>Asks people for a decision.</summary>
internal sealed class ApprovalStep : PureStepType
{
    private const string Timeout = "timeout";
    private static readonly string[] Ports = ["approved", "rejected", Timeout];
    private static readonly Payload Undecided = new ApprovalDecision(
        Approved: false,
        By: null,
        Comment: null
    ).ToPayload();

    public ApprovalStep()
        : base("approval") => Descriptor = Descriptor with { Ports = static _ => Ports };

    /// <inheritdoc/>
    protected override StepOutcome Execute(StepContext context) =>
        context.Resume switch
        {
            StepResume.TimeReached => new StepOutcome.Succeeded(Undecided, Timeout),
            StepResume.SignalReceived signal => Decide(context, signal.Payload.Element),
            _ => Wait(context, refused: null),
        };

    // An answer that is no decision must not end the wait: the approval would be lost to a mistyped signal.
    private static StepOutcome Decide(StepContext context, JsonElement answer) =>
        ApprovalDecision.TryRead(answer, out var decision, out var problem)
            ? new StepOutcome.Succeeded(decision.ToPayload(), decision.Approved ? Ports[0] : Ports[1])
            : Wait(context, problem);

    // The deadline counts from when the step became ready, so it stays the same when it waits again.
    private static StepOutcome.Waiting Wait(StepContext context, string? refused)
    {
        var with = context.With();
        var signal = with.OptionalText("name") ?? $"approval:{context.Request.Path}";
        return new StepOutcome.Waiting(
            context.Request.ReadyAt + with.OptionalDuration("timeout"),
            signal,
            PayloadWriter.Write((with, signal, refused), WriteDetails)
        );
    }

    private static void WriteDetails(Utf8JsonWriter writer, (JsonElement With, string Signal, string? Refused) wait)
    {
        writer.WriteStartObject();
        writer.WriteElement("title", wait.With.GetProperty("title"));
        writer.WriteElement("message", wait.With.Optional("message"));
        writer.WriteElement("assignees", wait.With.Optional("assignees"));
        writer.WriteString("signal", wait.Signal);
        writer.WriteString("refused", wait.Refused);
        writer.WriteEndObject();
    }
}
