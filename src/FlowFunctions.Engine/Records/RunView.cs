using FlowFunctions.Engine.Machine;
using FlowFunctions.Flows.Plans;

namespace FlowFunctions.Engine.Records;

/// <summary>
/// A run as people see it, folded from its history with the machine that carried it out: so one reading serves runs that go on and
/// runs that have ended. It keeps what the machine forgets: the steps of iterations that have ended, and each attempt.
/// </summary>
/// <remarks>Not for several threads at a time.</remarks>
public sealed class RunView
{
    private readonly CommandBuffer _effects = new();
    private readonly List<StepTrace> _touched = [];
    private ScopeTrace? _root;
    private StepRecord[]? _steps;

    /// <summary>A run before its first event.</summary>
    /// <param name="plan">The plan it runs.</param>
    public RunView(Plan plan) => State = new RunState(plan);

    /// <summary>The state of the run.</summary>
    public RunState State { get; }

    /// <summary>
    /// The steps reached so far in plan order, each loop followed by the steps of its iterations in the order of their numbers, ended
    /// ones included. Pseudo-steps are left out.
    /// </summary>
    public IReadOnlyList<StepRecord> Steps =>
        _steps ??= _root is null ? [] : [.. _root.All().Select(static step => step.ToRecord())];

    /// <summary>
    /// The steps that the last event changed, in the order in which they changed, as they are after it; then the loops around them
    /// whose iterations were counted on. Pseudo-steps are left out.
    /// </summary>
    /// <remarks>Asked once for each event, it tells of every change.</remarks>
    public IReadOnlyList<StepRecord> TakeChanges()
    {
        var changed = new List<StepTrace>();
        foreach (var trace in _touched)
        {
            if (!trace.Step.IsOutput && !changed.Contains(trace))
            {
                trace.HasProgressed();
                changed.Add(trace);
            }
        }

        foreach (var loop in _touched.SelectMany(LoopsAround))
        {
            if (!changed.Contains(loop) && loop.HasProgressed())
            {
                changed.Add(loop);
            }
        }

        _touched.Clear();
        return [.. changed.Select(static trace => trace.ToRecord())];
    }

    /// <summary>Folds a history.</summary>
    /// <param name="plan">The plan that the run runs.</param>
    /// <param name="events">Its events from <see cref="RunStarted"/> on.</param>
    /// <exception cref="InvalidOperationException">The events are no history of a run of this plan.</exception>
    public static RunView Of(Plan plan, IEnumerable<RunEvent> events)
    {
        ArgumentNullException.ThrowIfNull(events);
        var view = new RunView(plan);
        foreach (var runEvent in events)
        {
            view.Apply(runEvent);
        }

        return view;
    }

    /// <summary>Goes on with the run's next event.</summary>
    /// <param name="runEvent">The event.</param>
    /// <returns>What it caused; valid until the next call.</returns>
    /// <exception cref="InvalidOperationException">The event cannot follow.</exception>
    public CommandBuffer Apply(RunEvent runEvent)
    {
        ArgumentNullException.ThrowIfNull(runEvent);
        var answered = AnsweredBy(runEvent);
        _steps = null;
        _touched.Clear();
        _effects.Clear();
        RunMachine.Apply(State, runEvent, _effects);
        if (State.Root is not { } root)
        {
            return _effects;
        }

        _root ??= new ScopeTrace(root.Plan.Steps.Length);
        Note(answered, runEvent);
        foreach (var transition in _effects.Transitions)
        {
            Note(transition);
        }

        foreach (var command in _effects.Commands)
        {
            Note(command, runEvent.At);
        }

        return _effects;
    }

    /// <summary>The command that an event answers, unless it comes too late.</summary>
    private RunCommand? AnsweredBy(RunEvent runEvent) =>
        runEvent switch
        {
            StepCompleted completed => State.Pending.Find(completed.CommandId),
            ChildCompleted completed => State.Pending.Find(completed.CommandId),
            _ => null,
        };

    private void Note(RunCommand? answered, RunEvent runEvent)
    {
        if (answered is ExecuteStep { Step: { Loop: not null } loop })
        {
            Touch(loop).NoteLoop();
        }
        else if (answered is StartChild { Chunk: { } part } child)
        {
            Touch(child.Step).NotePart(part, ((ChildCompleted)runEvent).Result);
        }
    }

    private void Note(StepTransition transition)
    {
        var trace = Touch(transition.Step);
        trace.NoteLoop();
        trace.Note(transition.Status, transition.At);
    }

    private void Note(RunCommand command, DateTimeOffset at)
    {
        switch (command)
        {
            case ExecuteStep { Resume: null } execution:
                Touch(execution.Step).BeginAttempt(execution.Attempt, at);
                break;
            case StartChild child:
                Touch(child.Step).NoteChild(child.ChildRunId);
                break;
            default:
                break;
        }
    }

    private StepTrace Touch(StepInstance step)
    {
        var trace = TraceOf(step);
        _touched.Add(trace);
        return trace;
    }

    /// <summary>The loops around a step, from the inside out, as far as they have not begun anew.</summary>
    private IEnumerable<StepTrace> LoopsAround(StepTrace trace)
    {
        for (var scope = trace.Step.Scope; scope.Owner is { } loop; scope = loop.Scope)
        {
            if (Find(loop) is { } around)
            {
                yield return around;
            }
        }
    }

    private StepTrace? Find(StepInstance step) =>
        step.Scope.Owner is not { } loop ? _root!.Find(step)
        : Find(loop)?.Iterations.TryGetValue(step.Scope.Iteration, out var iteration) == true ? iteration.Find(step)
        : null;

    private StepTrace TraceOf(StepInstance step) => TraceOf(step.Scope)[step];

    private ScopeTrace TraceOf(ScopeInstance scope) =>
        scope.Owner is { } loop ? TraceOf(loop).Iteration(scope.Iteration) : _root!;
}
