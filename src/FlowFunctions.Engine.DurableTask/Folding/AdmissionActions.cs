using FlowFunctions.Engine.DurableTask.Protocol;
using Google.Protobuf.WellKnownTypes;
using EventKind = FlowFunctions.Engine.DurableTask.Protocol.HistoryEvent.EventTypeOneofCase;

namespace FlowFunctions.Engine.DurableTask.Folding;

/// <summary>The question whether the run has a place among those of its flow.</summary>
/// <param name="id">The action's id.</param>
/// <param name="input">Makes the input.</param>
internal sealed class AdmissionQuestionAction(int id, Func<string> input) : PlannedAction(id)
{
    public override EventKind ShownAs => EventKind.TaskScheduled;

    public override string Target => FunctionNames.RunStep;

    protected override void Fill(OrchestratorAction action) =>
        action.ScheduleTask = new() { Name = Target, Input = input() };
}

/// <summary>A pause before it is asked again.</summary>
internal sealed class AdmissionPauseAction(int id, DateTimeOffset until) : PlannedAction(id)
{
    public override EventKind ShownAs => EventKind.TimerCreated;

    public override string Target => "";

    protected override void Fill(OrchestratorAction action) =>
        action.CreateTimer = new() { FireAt = Timestamp.FromDateTimeOffset(until) };
}
