using FlowFunctions.Engine.DurableTask.Hub.Messages;
using FlowFunctions.Engine.DurableTask.Protocol;

namespace FlowFunctions.Engine.DurableTask.Hub.Activities;

/// <summary>Hands activities out and delivers their results. The hub's lock guards it.</summary>
internal sealed class ActivityDesk(HubState state)
{
    /// <summary>Takes an activity to execute; null when there is none.</summary>
    public ActivityWork? Take() => state.Activities.Take() is { } work ? work with { Fate = DrawFate() } : null;

    /// <summary>Ends an execution.</summary>
    /// <param name="work">What was executed.</param>
    /// <param name="answer">What the orchestrator is told.</param>
    public void End(ActivityWork work, HistoryEvent answer)
    {
        if (work.Fate == ActivityFate.Lost)
        {
            state.Activities.Add(work with { Fate = ActivityFate.Counts });
        }
        else
        {
            state.Deliver(work.InstanceId, new HubMessage(work.ExecutionId, answer));
        }
    }

    private ActivityFate DrawFate()
    {
        var (dice, faults) = (state.Dice, state.Dice.Faults);
        if (dice.Happens(faults.ActivityLost))
        {
            return ActivityFate.Lost;
        }

        return !dice.Happens(faults.ActivityBroken) ? ActivityFate.Counts
            : dice.Coin() ? ActivityFate.BrokenBefore
            : ActivityFate.BrokenAfter;
    }
}
