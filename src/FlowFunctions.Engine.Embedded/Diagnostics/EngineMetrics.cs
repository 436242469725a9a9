using System.Diagnostics;
using System.Diagnostics.Metrics;
using FlowFunctions.Engine.Embedded.Dispatch;
using FlowFunctions.Engine.Machine;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Engine.Steps;

namespace FlowFunctions.Engine.Embedded.Diagnostics;

/// <summary>
/// What an engine measures, on a meter of its own named <c>FlowFunctions</c>: names and units as OpenTelemetry has them. While nobody
/// listens an instrument costs one look at a flag. <c>docs/observability.md</c> lists them.
/// </summary>
internal sealed class EngineMetrics : IDisposable
{
    public const string MeterName = "FlowFunctions";

    private readonly Meter _meter = new(MeterName);
    private readonly Counter<long> _runsStarted;
    private readonly Counter<long> _runsCompleted;
    private readonly Histogram<double> _runDuration;
    private readonly Counter<long> _stepsExecuted;
    private readonly Histogram<double> _stepDuration;
    private readonly Histogram<double> _stepQueueWait;
    private readonly Counter<long> _stepRetries;
    private readonly Histogram<double> _flushDuration;
    private readonly Histogram<int> _groupSize;
    private readonly Counter<long> _journalBytes;

    public EngineMetrics()
    {
        _runsStarted = _meter.CreateCounter<long>("flow.run.started", "{run}", "Runs started, child runs included.");
        _runsCompleted = _meter.CreateCounter<long>("flow.run.completed", "{run}", "Runs ended.");
        _runDuration = _meter.CreateHistogram<double>("flow.run.duration", "s", "From a run's start to its end.");
        _stepsExecuted = _meter.CreateCounter<long>("flow.step.executed", "{execution}", "Executions of steps.");
        _stepDuration = _meter.CreateHistogram<double>("flow.step.duration", "s", "Time of one execution.");
        _stepQueueWait = _meter.CreateHistogram<double>("flow.step.queue.wait", "s", "From ready to executed.");
        _stepRetries = _meter.CreateCounter<long>("flow.step.retries", "{attempt}", "Attempts after the first.");
        _flushDuration = _meter.CreateHistogram<double>("flow.journal.flush.duration", "s", "Time of one flush.");
        _groupSize = _meter.CreateHistogram<int>("flow.journal.group.size", "{record}", "Records written together.");
        _journalBytes = _meter.CreateCounter<long>("flow.journal.bytes", "By", "Bytes written to the journal.");
    }

    /// <summary>What listeners tell one engine from another by.</summary>
    public Meter Meter => _meter;

    /// <summary>Whether somebody wants to know how long flushes take.</summary>
    public bool MeasuresFlushes => _flushDuration.Enabled;

    /// <summary>Adds what is read when somebody asks.</summary>
    public void Observe(EngineGauges gauges)
    {
        _meter.CreateObservableUpDownCounter("flow.run.open", gauges.Open, "{run}", "Runs not ended.");
        _meter.CreateObservableUpDownCounter("flow.run.queued", gauges.Queued, "{run}", "Runs waiting for admission.");
        _meter.CreateObservableUpDownCounter(
            "flow.step.queue.length",
            gauges.Steps,
            "{step}",
            "Steps due, not executed."
        );
        _meter.CreateObservableUpDownCounter(
            "flow.shard.inbox.length",
            gauges.Inboxes,
            "{message}",
            "Messages waiting."
        );
    }

    public void RunStarted(RunState state) => _runsStarted.Add(1, FlowTag(state));

    public void RunEnded(RunState state, RunResult result, DateTimeOffset at)
    {
        if (_runsCompleted.Enabled || _runDuration.Enabled)
        {
            var tags = new TagList { FlowTag(state), { "status", NameOf(result.Status) } };
            _runsCompleted.Add(1, tags);
            if (state.Start is not null)
            {
                _runDuration.Record((at - state.StartedAt).TotalSeconds, tags);
            }
        }
    }

    public void StepStarted(Execution execution)
    {
        if (_stepQueueWait.Enabled)
        {
            _stepQueueWait.Record((execution.StartedAt - execution.QueuedAt).TotalSeconds, TypeTag(execution));
        }

        if (execution.Request is { Attempt: > 1, Resume: null })
        {
            _stepRetries.Add(1, TypeTag(execution));
        }
    }

    public void StepEnded(Execution execution, StepOutcome outcome, DateTimeOffset at)
    {
        if (_stepsExecuted.Enabled || _stepDuration.Enabled)
        {
            var tags = new TagList { TypeTag(execution), { "status", NameOf(outcome) } };
            _stepsExecuted.Add(1, tags);
            _stepDuration.Record((at - execution.StartedAt).TotalSeconds, tags);
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

    public void GroupWritten(int records, int bytes)
    {
        // A group without records carries copies of log cleaning only.
        if (records > 0)
        {
            _groupSize.Record(records);
        }

        _journalBytes.Add(bytes);
    }

    public void Flushed(TimeSpan duration) => _flushDuration.Record(duration.TotalSeconds);

    public void Dispose() => _meter.Dispose();

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

    private static KeyValuePair<string, object?> FlowTag(RunState state) => new("flow", state.Plan.FlowId);

    private static KeyValuePair<string, object?> TypeTag(Execution execution) =>
        new("type", execution.Request.Step.Type);
}

/// <summary>What is read when somebody asks.</summary>
internal sealed record EngineGauges(Func<int> Open, Func<int> Queued, Func<int> Steps, Func<int> Inboxes);
