using System.Globalization;
using FlowFunctions.App.Requests;
using FlowFunctions.Engine.Machine;
using FlowFunctions.Engine.Records;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Engine.Steps;
using FlowFunctions.Flows.Documents;
using FlowFunctions.Flows.Plans;

namespace FlowFunctions.App.Runs.Logs;

/// <summary>What a run's history means in plain lines. It is folded event by event, so a run that goes on is followed by folding what is new.</summary>
internal sealed class SystemLog(Plan plan)
{
    private readonly RunView _view = new(plan);
    private readonly SkipReasons _skips = new(plan);
    private readonly Dictionary<StepInstance, int> _begun = [];
    private readonly Dictionary<(string Step, int Attempt), DateTimeOffset> _starts = [];
    private readonly List<LogLine> _lines = [];

    /// <summary>The lines so far, in order.</summary>
    public IReadOnlyList<LogLine> Lines => _lines;

    /// <summary>When attempts of steps started.</summary>
    public IReadOnlyDictionary<(string Step, int Attempt), DateTimeOffset> Starts => _starts;

    /// <summary>The events folded so far.</summary>
    public int Events { get; private set; }

    /// <summary>Goes on with the run's next event.</summary>
    public void Append(RunEvent runEvent)
    {
        Events++;
        var effects = _view.Apply(runEvent);
        AddEvent(runEvent);
        foreach (var change in effects.Transitions)
        {
            if (!change.Step.IsOutput)
            {
                AddChange(change);
            }
        }

        foreach (var command in effects.Commands)
        {
            AddCommand(command, runEvent.At);
        }
    }

    private void AddEvent(RunEvent runEvent)
    {
        switch (runEvent)
        {
            case RunStarted started:
                var version = started.Start.FlowVersion is { } number ? Text($", version {number}") : "";
                var rerun = started.Start.RerunOf is { } old ? $"; it repeats run {old}" : "";
                Add(runEvent.At, LogLine.Info, $"Run of flow '{plan.FlowId}'{version} started{rerun}.");
                break;
            case ControlRequested control:
                var reason = control.Reason is { Length: > 0 } why ? $": {why}" : ".";
                Add(runEvent.At, LogLine.Info, $"Somebody asked to {Lower(control.Control)} the run{reason}");
                break;
            case SignalReceived signal:
                Add(runEvent.At, LogLine.Info, $"Signal '{signal.Name}' came.");
                break;
            default:
                break;
        }
    }

    private static string ReuseText(StepInstance step) =>
        step.Pinned ? "Took the pinned result; the step was not executed."
        : step.Status == StepStatus.Skipped ? "Left out, because the run began at another step."
        : "Reused the result of the earlier run.";

    private void AddChange(StepTransition change)
    {
        var step = change.Step;
        switch (change.Status)
        {
            case StepStatus.Ready:
                Add(change, LogLine.Info, "May start when the run is resumed.");
                break;
            case StepStatus.Running:
                AddRunning(change);
                break;
            case StepStatus.Waiting:
                Add(change, LogLine.Info, WaitText(step.Wait));
                break;
            case StepStatus.Retrying:
                var pause = step.Wait is { Until: { } until } wait ? $" in {Duration.Format(until - wait.Since)}" : "";
                Add(
                    change,
                    LogLine.Warning,
                    Text($"Attempt {step.Attempt} failed: {Reason(step.Error)} Retry{pause}.")
                );
                break;
            case var ended when step.Reused && ended.IsTerminal():
                Add(change, LogLine.Info, ReuseText(step));
                break;
            case StepStatus.Succeeded:
                Add(
                    change,
                    LogLine.Info,
                    step.Port is { } port ? $"Succeeded, goes on through '{port}'." : "Succeeded."
                );
                break;
            case StepStatus.Failed or StepStatus.TimedOut:
                Add(change, LogLine.Error, Text($"Failed in attempt {step.Attempt}: {Reason(step.Error)}"));
                break;
            case StepStatus.Skipped:
                Add(change, LogLine.Info, _skips.Of(step));
                break;
            case StepStatus.Cancelled:
                Add(change, LogLine.Warning, $"Cancelled. {step.Error?.Message}".TrimEnd());
                break;
            default:
                break;
        }

        if (change.Status.IsTerminal())
        {
            _begun.Remove(step);
            _skips.Note(step, change.Status);
        }
    }

    private void AddRunning(StepTransition change)
    {
        var step = change.Step;
        var isNew = !_begun.TryGetValue(step, out var begun) || begun != step.Attempt;
        _begun[step] = step.Attempt;
        _starts.TryAdd((step.Path, step.Attempt), change.At);
        Add(change, LogLine.Info, isNew ? Text($"Attempt {step.Attempt} started.") : "Goes on.");
    }

    private void AddCommand(RunCommand command, DateTimeOffset at)
    {
        switch (command)
        {
            case StartChild { FlowId: { } flow } child:
                Add(at, LogLine.Info, child.Step, $"Called flow '{flow}' as run {child.ChildRunId}.");
                break;
            case StartChild { Chunk: { } part } child:
                Add(
                    at,
                    LogLine.Info,
                    child.Step,
                    Text($"Run {child.ChildRunId} carries out {part.Count} iterations from {part.First}.")
                );
                break;
            case CompleteRun end:
                AddEnd(end.Result, at);
                break;
            default:
                break;
        }
    }

    private void AddEnd(RunResult result, DateTimeOffset at)
    {
        var took = Duration.Format(at - _view.State.StartedAt);
        var where = result.Error?.Step is { } step ? $" in step '{step}'" : "";
        Add(
            at,
            result.Status == RunStatus.Succeeded ? LogLine.Info : LogLine.Error,
            result.Error is null
                ? $"Run {Lower(result.Status)} after {took}."
                : $"Run {Lower(result.Status)} after {took}{where}: {Reason(result.Error)}"
        );
    }

    private static string WaitText(StepWait? wait) =>
        wait switch
        {
            { ChildRunId: { } child } => $"Waits for run {child}.",
            { Signal: { } signal, Until: { } until } =>
                $"Waits for signal '{signal}' until {UtcTimeConverter.Format(until)}.",
            { Signal: { } signal } => $"Waits for signal '{signal}'.",
            { Until: { } until } => $"Waits until {UtcTimeConverter.Format(until)}.",
            _ => "Waits.",
        };

    private static string Reason(StepError? error) =>
        error is null ? "no reason given." : $"{error.Code}: {error.Message}";

    private static string Lower<T>(T word)
        where T : struct, Enum => word.ToString().ToLowerInvariant();

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private void Add(DateTimeOffset at, string level, string message) =>
        _lines.Add(new LogLine(at, level, Step: null, Attempt: null, message));

    private void Add(DateTimeOffset at, string level, StepInstance step, string message) =>
        _lines.Add(new LogLine(at, level, step.Path, step.Attempt > 0 ? step.Attempt : null, message));

    private void Add(StepTransition change, string level, string message) =>
        Add(change.At, level, change.Step, message);
}
