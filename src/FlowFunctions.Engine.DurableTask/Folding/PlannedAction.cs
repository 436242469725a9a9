using FlowFunctions.Engine.Contracts;
using FlowFunctions.Engine.DurableTask.Codec;
using FlowFunctions.Engine.DurableTask.Protocol;
using FlowFunctions.Engine.Machine;
using FlowFunctions.Engine.Runs;
using Google.Protobuf.WellKnownTypes;
using EventKind = FlowFunctions.Engine.DurableTask.Protocol.HistoryEvent.EventTypeOneofCase;

namespace FlowFunctions.Engine.DurableTask.Folding;

/// <summary>Something that the run asks the backend for. It is made into a message only if the history does not hold it already.</summary>
/// <param name="id">The action's id.</param>
internal abstract class PlannedAction(int id)
{
    /// <summary>Its id; see <see cref="ActionIds"/>.</summary>
    public int Id { get; } = id;

    /// <summary>Whether the history holds it.</summary>
    public bool IsScheduled { get; set; }

    /// <summary>Whether a rewind has cut it out of the history: it was scheduled, and what executed it broke.</summary>
    public bool IsCutOut { get; set; }

    /// <summary>Whether it was given up before it was scheduled.</summary>
    public bool IsDropped { get; set; }

    /// <summary>The event by which a history shows that it was scheduled.</summary>
    public abstract EventKind ShownAs { get; }

    /// <summary>What it names: a function, an instance, or nothing.</summary>
    public abstract string Target { get; }

    /// <summary>The message.</summary>
    public OrchestratorAction ToAction()
    {
        var action = new OrchestratorAction { Id = Id };
        Fill(action);
        return action;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{ShownAs}({Id}{(Target.Length > 0 ? $", {Target}" : "")})";

    protected abstract void Fill(OrchestratorAction action);
}

/// <summary>The call of an activity.</summary>
/// <param name="id">The action's id.</param>
/// <param name="function">The activity.</param>
internal abstract class TaskAction(int id, string function) : PlannedAction(id)
{
    public override EventKind ShownAs => EventKind.TaskScheduled;

    public override string Target => function;

    /// <summary>Makes what the activity is given.</summary>
    protected abstract string Input();

    protected override void Fill(OrchestratorAction action) =>
        action.ScheduleTask = new() { Name = Target, Input = Input() };
}

/// <summary>A time that the backend tells.</summary>
/// <param name="id">The action's id.</param>
/// <param name="fireAt">The time.</param>
internal abstract class WaitAction(int id, DateTimeOffset fireAt) : PlannedAction(id)
{
    public DateTimeOffset FireAt => fireAt;

    public override EventKind ShownAs => EventKind.TimerCreated;

    public override string Target => "";

    protected override void Fill(OrchestratorAction action) =>
        action.CreateTimer = new() { FireAt = Timestamp.FromDateTimeOffset(fireAt) };
}

/// <summary>A step attempt.</summary>
internal sealed class StepAction(int id, int commandId, RunStart start, StepRequest request)
    : TaskAction(id, FunctionNames.RunStep)
{
    public int CommandId => commandId;

    /// <summary>Which execution it is.</summary>
    public string Place { get; } = StepInputs.PlaceOf(request);

    /// <summary>The same attempt once more: what executed it broke.</summary>
    public StepAction Again(int tries) => new(ActionIds.Again(commandId, tries), commandId, start, request);

    protected override string Input() => StepInputs.Write(commandId, start, request);
}

/// <summary>A timer of the machine, or a part of the way to it.</summary>
/// <param name="id">The action's id.</param>
/// <param name="timerId">The machine's timer.</param>
/// <param name="due">When the machine's timer is due.</param>
/// <param name="fireAt">When this one fires: at that time, or earlier when that is too far away.</param>
internal sealed class TimerAction(int id, int timerId, DateTimeOffset due, DateTimeOffset fireAt)
    : WaitAction(id, fireAt)
{
    public int TimerId => timerId;

    public DateTimeOffset Due => due;
}

/// <summary>A child run.</summary>
/// <param name="command">The command that asks for it.</param>
/// <param name="start">What it starts from.</param>
/// <param name="flowId">Its flow.</param>
/// <param name="language">The semantics version of its plan.</param>
/// <param name="admission">How it gets a place.</param>
internal sealed class ChildAction(
    StartChild command,
    RunStart start,
    string flowId,
    int language,
    Codec.Wire.Admission admission
) : PlannedAction(command.Id)
{
    public StartChild Command => command;

    /// <summary>For which step it is asked for.</summary>
    public string Place { get; } = $"{command.Step.Path}/{command.Step.Attempt}#{command.Chunk?.First}";

    public override EventKind ShownAs => EventKind.SubOrchestrationInstanceCreated;

    public override string Target => command.ChildRunId;

    protected override void Fill(OrchestratorAction action) =>
        action.CreateSubOrchestration = new()
        {
            InstanceId = Target,
            Name = FunctionNames.RunFlow,
            Input = RunInputs.Write(flowId, language, start, Place, admission),
        };
}

/// <summary>A question after a child run whose answer may be lost.</summary>
/// <param name="id">The action's id.</param>
/// <param name="child">The child.</param>
internal sealed class AskChildAction(int id, ChildAction child) : TaskAction(id, FunctionNames.RunStep)
{
    public ChildAction Child => child;

    protected override string Input() => StepInputs.Ask(child.Target, child.Place);
}

/// <summary>A control that is sent to a child run; nobody answers.</summary>
/// <param name="id">The action's id.</param>
/// <param name="childRunId">The child.</param>
/// <param name="control">What is asked of it.</param>
internal sealed class ControlAction(int id, string childRunId, ControlRequested control) : PlannedAction(id)
{
    public override EventKind ShownAs => EventKind.EventSent;

    public override string Target => childRunId;

    protected override void Fill(OrchestratorAction action) =>
        action.SendEvent = new()
        {
            Instance = new() { InstanceId = childRunId },
            Name = SentEvents.Name,
            Data = SentEvents.Write($"parent-{Id}", control),
        };
}

/// <summary>The record of the ended run.</summary>
/// <param name="id">The action's id.</param>
/// <param name="place">Which end it is of.</param>
/// <param name="input">Makes the input.</param>
internal sealed class RecordAction(int id, string place, Func<string> input) : TaskAction(id, FunctionNames.RecordRun)
{
    public string Place => place;

    protected override string Input() => input();
}

/// <summary>A pause before something is tried again.</summary>
internal sealed class PauseAction(int id, DateTimeOffset until) : WaitAction(id, until);
