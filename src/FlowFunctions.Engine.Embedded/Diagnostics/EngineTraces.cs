using System.Diagnostics;
using FlowFunctions.Engine.Diagnostics;
using FlowFunctions.Engine.Embedded.Dispatch;
using FlowFunctions.Engine.Embedded.Runs;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Engine.Steps;

namespace FlowFunctions.Engine.Embedded.Diagnostics;

/// <summary>
/// Spans of runs and of step executions, on the source <c>FlowFunctions</c>. A run's start records its span as a W3C
/// <c>traceparent</c>, so spans after a restart belong to the same trace.
/// </summary>
internal static class EngineTraces
{
    public const string SourceName = "FlowFunctions";

    private static readonly ActivitySource Source = new(SourceName);

    public static bool IsOn => Source.HasListeners();

    /// <summary>The trace of the caller, unless the start brings one.</summary>
    public static RunStart Adopt(RunStart start) =>
        start.TraceParent is null && Activity.Current is { IdFormat: ActivityIdFormat.W3C, Id: { } id }
            ? start with
            {
                TraceParent = id,
            }
            : start;

    /// <summary>Begins the span of a run.</summary>
    /// <param name="start">What it starts from.</param>
    /// <param name="flowId">Its flow.</param>
    /// <param name="at">Since when.</param>
    /// <param name="isContinued">Whether it goes on after a restart.</param>
    public static Activity? BeginRun(RunStart start, string flowId, DateTimeOffset at, bool isContinued)
    {
        if (!IsOn)
        {
            return null;
        }

        var current = Activity.Current;
        var span = Source.StartActivity("flow.run", ActivityKind.Internal, Context(start.TraceParent), startTime: at);
        Activity.Current = current;
        return span
            ?.SetTag("flow.id", flowId)
            .SetTag("flow.run.id", start.RunId)
            .SetTag("flow.workspace", start.Workspace)
            .SetTag("flow.run.continued", isContinued);
    }

    /// <summary>Ends the span of a run.</summary>
    public static void EndRun(OpenRun run, RunResult result, DateTimeOffset at)
    {
        if (run.Span is { } span)
        {
            span.SetTag("flow.run.status", RunMetrics.NameOf(result.Status));
            Fail(span, result.Error);
            span.SetEndTime(at.UtcDateTime);
            span.Dispose();
        }
    }

    /// <summary>Executes a step within a span.</summary>
    public static async Task<StepOutcome> StepAsync(Execution execution, Func<Execution, Task<StepOutcome>> execute)
    {
        var request = execution.Request;
        using var span = Source.StartActivity("flow.step", ActivityKind.Internal, Context(execution.TraceParent));
        span?.SetTag("flow.run.id", request.RunId)
            .SetTag("flow.step.path", request.Path)
            .SetTag("flow.step.type", request.Step.Type)
            .SetTag("flow.step.attempt", request.Attempt);
        var outcome = await execute(execution);
        span?.SetTag("flow.step.status", RunMetrics.NameOf(outcome));
        Fail(span, (outcome as StepOutcome.Failed)?.Error);
        return outcome;
    }

    private static void Fail(Activity? span, StepError? error)
    {
        if (error is not null)
        {
            span?.SetTag("error.type", error.Code).SetStatus(ActivityStatusCode.Error, error.Message);
        }
    }

    private static ActivityContext Context(string? traceParent) =>
        ActivityContext.TryParse(traceParent, traceState: null, isRemote: true, out var context) ? context : default;
}
