using FlowFunctions.Engine.Payloads;
using FlowFunctions.Engine.Steps;

namespace FlowFunctions.Steps.Execution;

/// <summary>A step that does nothing but wait for a time.</summary>
internal static class TimedWait
{
    /// <summary>
    /// Waits for a time, then succeeds with it as <c>until</c>. A time that had passed when the step became ready succeeds at once.
    /// </summary>
    public static StepOutcome Until(DateTimeOffset time, StepContext context) =>
        context.Resume is StepResume.TimeReached || time <= context.Request.ReadyAt
            ? new StepOutcome.Succeeded(Output(time))
            : new StepOutcome.Waiting(time, Signal: null);

    private static Payload Output(DateTimeOffset time) =>
        PayloadWriter.Write(
            time,
            static (writer, time) =>
            {
                writer.WriteStartObject();
                writer.WriteString("until", Timestamp.Format(time));
                writer.WriteEndObject();
            }
        );
}
