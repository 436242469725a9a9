using System.Diagnostics.Metrics;
using FlowFunctions.Engine.Diagnostics;
using FlowFunctions.Engine.Embedded.Dispatch;
using FlowFunctions.Engine.Machine;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Engine.Steps;

namespace FlowFunctions.Engine.Embedded.Diagnostics;

/// <summary>
/// What the engine measures besides what every engine does (<see cref="RunMetrics"/>), on the same meter.
/// </summary>
internal sealed class EngineMetrics : IDisposable
{
    private readonly RunMetrics _runs = new();
    private readonly Histogram<double> _stepQueueWait;
    private readonly Histogram<double> _flushDuration;
    private readonly Histogram<int> _groupSize;
    private readonly Counter<long> _journalBytes;

    public EngineMetrics()
    {
        _stepQueueWait = Meter.CreateHistogram<double>("flow.step.queue.wait", "s", "From ready to executed.");
        _flushDuration = Meter.CreateHistogram<double>("flow.journal.flush.duration", "s", "Time of one flush.");
        _groupSize = Meter.CreateHistogram<int>("flow.journal.group.size", "{record}", "Records written together.");
        _journalBytes = Meter.CreateCounter<long>("flow.journal.bytes", "By", "Bytes written to the journal.");
    }

    /// <summary>What listeners tell one engine from another by.</summary>
    public Meter Meter => _runs.Meter;

    /// <summary>Whether somebody wants to know how long flushes take.</summary>
    public bool MeasuresFlushes => _flushDuration.Enabled;

    /// <summary>Adds what is read when somebody asks.</summary>
    public void Observe(EngineGauges gauges)
    {
        Meter.CreateObservableUpDownCounter("flow.run.open", gauges.Open, "{run}", "Runs not ended.");
        Meter.CreateObservableUpDownCounter("flow.run.queued", gauges.Queued, "{run}", "Runs waiting for admission.");
        Meter.CreateObservableUpDownCounter(
            "flow.step.queue.length",
            gauges.Steps,
            "{step}",
            "Steps due, not executed."
        );
        Meter.CreateObservableUpDownCounter(
            "flow.shard.inbox.length",
            gauges.Inboxes,
            "{message}",
            "Messages waiting."
        );
    }

    public void RunStarted(RunState state) => _runs.RunStarted(state.Plan.FlowId);

    public void RunEnded(RunState state, RunResult result, DateTimeOffset at) =>
        _runs.RunEnded(state.Plan.FlowId, result.Status, state.Start is null ? null : at - state.StartedAt);

    public void StepStarted(Execution execution)
    {
        var step = execution.Request;
        if (_stepQueueWait.Enabled)
        {
            var waited = (execution.StartedAt - execution.QueuedAt).TotalSeconds;
            _stepQueueWait.Record(waited, new KeyValuePair<string, object?>("type", step.Step.Type));
        }

        if (step is { Attempt: > 1, Resume: null })
        {
            _runs.StepRetried(step.Step.Type);
        }
    }

    public void StepEnded(Execution execution, StepOutcome outcome, DateTimeOffset at) =>
        _runs.StepEnded(execution.Request.Step.Type, outcome, at - execution.StartedAt);

    public void StepEvaluated(string type, StepOutcome outcome) => _runs.StepEvaluated(type, outcome);

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

    public void Dispose() => _runs.Dispose();
}

/// <summary>What is read when somebody asks.</summary>
internal sealed record EngineGauges(Func<int> Open, Func<int> Queued, Func<int> Steps, Func<int> Inboxes);
