using FlowFunctions.Engine.DurableTask.Codec;
using FlowFunctions.Engine.DurableTask.Protocol;
using FlowFunctions.Engine.History;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Engine.Steps;
using FlowFunctions.Flows.Plans;
using Google.Protobuf.WellKnownTypes;

namespace FlowFunctions.Engine.DurableTask.Tests.Turns;

/// <summary>Events as backends show them to a worker.</summary>
internal static class Shown
{
    public static HistoryEvent TurnStarted(DateTimeOffset at) =>
        new()
        {
            EventId = -1,
            Timestamp = at.ToTimestamp(),
            OrchestratorStarted = new(),
        };

    public static HistoryEvent TurnCompleted() => new() { EventId = -1, OrchestratorCompleted = new() };

    public static HistoryEvent Started(Plan plan, RunStart start) => Started(RunInputs.Write(plan, start));

    public static HistoryEvent Started(string? input) =>
        new()
        {
            EventId = -1,
            ExecutionStarted = new() { Name = FunctionNames.RunFlow, Input = input },
        };

    /// <summary>The answer to a step attempt.</summary>
    /// <param name="asked">The action that asked for it.</param>
    /// <param name="outcome">What the step says.</param>
    public static HistoryEvent Completed(OrchestratorAction asked, StepOutcome outcome)
    {
        var input = Envelope.Read(Codec.Wire.StepInput.Parser, asked.ScheduleTask.Input);
        var answer = new Codec.Wire.StepAnswer { Completed = outcome.ToWire(input.CommandId), Place = input.Place };
        if (outcome is StepOutcome.Calling)
        {
            answer.Called = new() { PlanHash = "called", Language = Plan.CurrentLanguage };
        }

        return Completed(asked.Id, Envelope.Write(answer));
    }

    public static HistoryEvent Completed(int id, string? result) =>
        new()
        {
            EventId = -1,
            TaskCompleted = new() { TaskScheduledId = id, Result = result },
        };

    public static HistoryEvent Failed(int id) =>
        new()
        {
            EventId = -1,
            TaskFailed = new()
            {
                TaskScheduledId = id,
                FailureDetails = new() { ErrorMessage = "The handler died." },
            },
        };

    public static HistoryEvent Fired(OrchestratorAction asked) =>
        new()
        {
            EventId = -1,
            TimerFired = new() { TimerId = asked.Id, FireAt = asked.CreateTimer.FireAt },
        };

    public static HistoryEvent ChildCompleted(OrchestratorAction asked, RunResult result)
    {
        var place = RunInputs.Read(asked.CreateSubOrchestration.Input).Place;
        return new()
        {
            EventId = -1,
            SubOrchestrationInstanceCompleted = new()
            {
                TaskScheduledId = asked.Id,
                Result = RunOutputs.Write(result, place),
            },
        };
    }

    public static HistoryEvent Raised(string name, string? input) =>
        new()
        {
            EventId = -1,
            EventRaised = new() { Name = name, Input = input },
        };

    /// <summary>How a history shows that an action was carried out; null for one that it does not show.</summary>
    public static HistoryEvent? Of(OrchestratorAction action)
    {
        var shown = new HistoryEvent { EventId = action.Id };
        switch (action.ActionTypeCase)
        {
            case OrchestratorAction.ActionTypeOneofCase.ScheduleTask:
                shown.TaskScheduled = new() { Name = action.ScheduleTask.Name };
                break;
            case OrchestratorAction.ActionTypeOneofCase.CreateTimer:
                shown.TimerCreated = new() { FireAt = action.CreateTimer.FireAt };
                break;
            case OrchestratorAction.ActionTypeOneofCase.CreateSubOrchestration:
                shown.SubOrchestrationInstanceCreated = new()
                {
                    InstanceId = action.CreateSubOrchestration.InstanceId,
                    Name = action.CreateSubOrchestration.Name,
                };
                break;
            case OrchestratorAction.ActionTypeOneofCase.SendEvent:
                shown.EventSent = new()
                {
                    InstanceId = action.SendEvent.Instance.InstanceId,
                    Name = action.SendEvent.Name,
                    Input = action.SendEvent.Data,
                };
                break;
            default:
                return null;
        }

        return shown;
    }
}
