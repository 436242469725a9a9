using System.Diagnostics;
using System.Diagnostics.Metrics;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Engine.Steps;

namespace FlowFunctions.Engine.Diagnostics;

/// <summary>
/// What every engine measures of runs and steps, on a meter of its own named <c>FlowFunctions</c>: names and units as OpenTelemetry has
/// them. While nobody listens an instrument costs one look at a flag. <c>docs/observability.md</c> lists them.
/// </summary>
internal sealed class RunMetrics : IDisposable
{
    public const string MeterName = "FlowFunctions";

    private readonly Counter<long> _runsStarted;
    private readonly Counter<long> _runsCompleted;
    private readonly Histogram<double> _runDuration;
    private readonly Counter<long> _stepsExecuted;
    private readonly Histogram<double> _stepDuration;
    private readonly Counter<long> _stepRetries;

    public RunMetrics()
    {
        _runsStarted = Meter.CreateCounter<long>("flow.run.started", "{run}", "Runs started, child runs included.");
        _runsCompleted = Meter.CreateCounter<long>("flow.run.completed", "{run}", "Runs ended.");
        _runDuration = Meter.CreateHistogram<double>("flow.run.duration", "s", "From a run's start to its end.");
        _stepsExecuted = Meter.CreateCounter<long>("flow.step.executed", "{execution}", "Executions of steps.");
        _stepDuration = Meter.CreateHistogram<double>("flow.step.duration", "s", "Time of one execution.");
        _stepRetries = Meter.CreateCounter<long>("flow.step.retries", "{attempt}", "Attempts after the first.");
    }

    /// <summary>What listeners tell one engine from another by.</summary>
    public Meter Meter { get; } = new(MeterName);

    public void RunStarted(string flowId) => _runsStarted.Add(1, new KeyValuePair<string, object?>("flow", flowId));

    /// <param name="flowId">Its flow.</param>
    /// <param name="status">How it ended.</param>
    /// <param name="duration">How long it took, or null for a run that never started.</param>
    public void RunEnded(string flowId, RunStatus status, TimeSpan? duration)
    {
        if (_runsCompleted.Enabled || _runDuration.Enabled)
        {
            var tags = new TagList { { "flow", flowId }, { "status", NameOf(status) } };
            _runsCompleted.Add(1, tags);
            if (duration is { } time)
            {
                _runDuration.Record(time.TotalSeconds, tags);
            }
        }
    }

    /// <summary>An attempt after the first begins.</summary>
    public void StepRetried(string type) => _stepRetries.Add(1, new KeyValuePair<string, object?>("type", type));

    public void StepEnded(string type, StepOutcome outcome, TimeSpan duration)
    {
        if (_stepsExecuted.Enabled || _stepDuration.Enabled)
        {
            var tags = new TagList { { "type", type }, { "status", NameOf(outcome) } };
            _stepsExecuted.Add(1, tags);
            _stepDuration.Record(duration.TotalSeconds, tags);
        }
    }

    /// <summary>A pure step was evaluated in its run's turn; that takes no time worth measuring one by one.</summary>
    public void StepEvaluated(string type, StepOutcome outcome)
    {
        if (_stepsExecuted.Enabled)
        {
            _stepsExecuted.Add(1, new("type", type), new("status", NameOf(outcome)));
        }
    }

    public void Dispose() => Meter.Dispose();

    /// <summary>The word for an execution's answer, in tags and spans.</summary>
    public static string NameOf(StepOutcome outcome) =>
        outcome switch
        {
            StepOutcome.Succeeded => "succeeded",
            StepOutcome.Failed { Error.Code: ErrorCodes.Cancelled } => "cancelled",
            StepOutcome.Failed => "failed",
            StepOutcome.RunEnded => "runEnded",
            _ => "waiting",
        };

    /// <summary>The word for a run's end, in tags and spans.</summary>
    public static string NameOf(RunStatus status) =>
        status switch
        {
            RunStatus.Succeeded => "succeeded",
            RunStatus.Cancelled => "cancelled",
            RunStatus.TimedOut => "timedOut",
            _ => "failed",
        };
}
