using FlowFunctions.Engine.DurableTask.Hub.Activities;
using FlowFunctions.Engine.DurableTask.Hub.Messages;
using FlowFunctions.Engine.DurableTask.Protocol;

namespace FlowFunctions.Engine.DurableTask.Hub.Turns;

/// <summary>
/// Applies a worker's actions by the rules of the Durable Task Framework: each becomes one event of the history under the action's id, without inputs,
/// and what has to be sent.
/// </summary>
internal sealed class TurnActions(HubEvents events, ExecutionIds ids)
{
    /// <summary>Applies an answer.</summary>
    /// <returns>True when the execution continues as new and the worker has to be asked again at once.</returns>
    /// <exception cref="NotSupportedException">The framework does not know an action.</exception>
    public bool Apply(OrchestratorResponse response, TurnResult turn)
    {
        turn.CustomStatus = response.CustomStatus ?? (turn.IsRenewed ? turn.CustomStatus : null);
        CompleteOrchestrationAction? renewal = null;
        foreach (var action in response.Actions)
        {
            renewal = Apply(action, turn) ?? renewal;
        }

        if (renewal is not null)
        {
            Renew(renewal, turn);
            return true;
        }

        if (turn.NewEvents[^1].EventTypeCase != HistoryEvent.EventTypeOneofCase.OrchestratorCompleted)
        {
            turn.Add(events.TurnCompleted());
        }

        return false;
    }

    private CompleteOrchestrationAction? Apply(OrchestratorAction action, TurnResult turn)
    {
        switch (action.ActionTypeCase)
        {
            case OrchestratorAction.ActionTypeOneofCase.ScheduleTask:
                Schedule(action.Id, action.ScheduleTask, turn);
                return null;
            case OrchestratorAction.ActionTypeOneofCase.CreateTimer:
                SetTimer(action.Id, action.CreateTimer, turn);
                return null;
            case OrchestratorAction.ActionTypeOneofCase.CreateSubOrchestration:
                StartChild(action.Id, action.CreateSubOrchestration, turn);
                return null;
            case OrchestratorAction.ActionTypeOneofCase.SendEvent:
                Send(action.Id, action.SendEvent, turn);
                return null;
            case OrchestratorAction.ActionTypeOneofCase.CompleteOrchestration:
                return Complete(action.Id, action.CompleteOrchestration, turn);
            default:
                throw new NotSupportedException(
                    $"The Durable Task Framework does not take the action {action.ActionTypeCase} (id {action.Id})."
                );
        }
    }

    private void Schedule(int id, ScheduleTaskAction action, TurnResult turn)
    {
        var scheduled = events.New(id);
        scheduled.TaskScheduled = new TaskScheduledEvent { Name = action.Name };
        turn.Add(scheduled);
        var instance = turn.Started.OrchestrationInstance;
        turn.Outbox.Activities.Add(
            new ActivityWork(instance.InstanceId, instance.ExecutionId, id, action.Name, action.Input ?? "null")
        );
    }

    private void SetTimer(int id, CreateTimerAction action, TurnResult turn)
    {
        var created = events.New(id);
        created.TimerCreated = new TimerCreatedEvent { FireAt = action.FireAt };
        turn.Add(created);
        var fired = events.New();
        fired.TimerFired = new TimerFiredEvent { FireAt = action.FireAt, TimerId = id };
        var instance = turn.Started.OrchestrationInstance;
        turn.Outbox.Timers.Add(new TimerMessage(instance.InstanceId, new HubMessage(instance.ExecutionId, fired)));
    }

    private void StartChild(int id, CreateSubOrchestrationAction action, TurnResult turn)
    {
        var created = events.New(id);
        created.SubOrchestrationInstanceCreated = new SubOrchestrationInstanceCreatedEvent
        {
            InstanceId = action.InstanceId,
            Name = action.Name,
        };
        turn.Add(created);
        var parent = new ParentInstanceInfo
        {
            TaskScheduledId = id,
            Name = turn.Started.Name,
            OrchestrationInstance = turn.Started.OrchestrationInstance,
        };
        var executionId = ids.Next();
        var started = events.Started(action.InstanceId, executionId, action.Name, action.Input, parent);
        turn.Outbox.Messages.Add(new AddressedMessage(action.InstanceId, new HubMessage(executionId, started)));
    }

    private void Send(int id, SendEventAction action, TurnResult turn)
    {
        var sent = events.New(id);
        sent.EventSent = new EventSentEvent
        {
            InstanceId = action.Instance.InstanceId,
            Name = action.Name,
            Input = action.Data,
        };
        turn.Add(sent);
        var raised = new HubMessage(null, events.Raised(action.Name, action.Data));
        turn.Outbox.Messages.Add(new AddressedMessage(action.Instance.InstanceId, raised));
    }

    private CompleteOrchestrationAction? Complete(int id, CompleteOrchestrationAction action, TurnResult turn)
    {
        if (action.OrchestrationStatus == OrchestrationStatus.ContinuedAsNew)
        {
            return action;
        }

        var completed = events.New(id);
        completed.ExecutionCompleted = new ExecutionCompletedEvent
        {
            OrchestrationStatus = action.OrchestrationStatus,
            Result = action.Result,
            FailureDetails = action.FailureDetails,
        };
        turn.Add(completed);
        if (turn.Started.ParentInstance is { } parent)
        {
            turn.Outbox.Messages.Add(TellParent(parent, action));
        }

        return null;
    }

    private AddressedMessage TellParent(ParentInstanceInfo parent, CompleteOrchestrationAction action)
    {
        var told = events.New();
        if (action.OrchestrationStatus == OrchestrationStatus.Completed)
        {
            told.SubOrchestrationInstanceCompleted = new SubOrchestrationInstanceCompletedEvent
            {
                TaskScheduledId = parent.TaskScheduledId,
                Result = action.Result,
            };
        }
        else
        {
            told.SubOrchestrationInstanceFailed = new SubOrchestrationInstanceFailedEvent
            {
                TaskScheduledId = parent.TaskScheduledId,
                FailureDetails = action.FailureDetails,
            };
        }

        var instance = parent.OrchestrationInstance;
        return new AddressedMessage(instance.InstanceId, new HubMessage(instance.ExecutionId, told));
    }

    private void Renew(CompleteOrchestrationAction renewal, TurnResult turn)
    {
        var old = turn.Started;
        var started = events.Started(
            old.OrchestrationInstance.InstanceId,
            ids.Next(),
            old.Name,
            renewal.Result,
            old.ParentInstance
        );
        turn.Renew(
            [events.TurnStarted(), started, .. renewal.CarryoverEvents, events.TurnCompleted()],
            started.ExecutionStarted
        );
    }
}
