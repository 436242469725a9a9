using FlowFunctions.Engine.DurableTask.Hub.Messages;
using FlowFunctions.Engine.DurableTask.Hub.Turns;
using FlowFunctions.Engine.DurableTask.Protocol;

namespace FlowFunctions.Engine.DurableTask.Hub.Activities;

/// <summary>Executes activities and makes events of their results, without touching the hub. May be used by several threads.</summary>
internal sealed class ActivityRunner(IHubWorker worker, HubEvents events)
{
    /// <summary>Executes an activity.</summary>
    /// <returns>What the orchestrator is told: <c>TaskCompleted</c>, or <c>TaskFailed</c> when the call broke.</returns>
    public async ValueTask<HistoryEvent> RunAsync(ActivityWork work, CancellationToken cancellationToken)
    {
        try
        {
            Break(work.Fate == ActivityFate.BrokenBefore);
            var result = await worker.ExecuteAsync(work.Name, work.InstanceId, work.Input, cancellationToken);
            Break(work.Fate == ActivityFate.BrokenAfter);
            return Completed(work, result);
        }
        catch (Exception broken) when (!cancellationToken.IsCancellationRequested)
        {
            return Failed(work, broken);
        }
    }

    private HistoryEvent Completed(ActivityWork work, string result)
    {
        var completed = events.New();
        completed.TaskCompleted = new TaskCompletedEvent { TaskScheduledId = work.TaskId, Result = result };
        return completed;
    }

    private HistoryEvent Failed(ActivityWork work, Exception broken)
    {
        var failed = events.New();
        failed.TaskFailed = new TaskFailedEvent
        {
            TaskScheduledId = work.TaskId,
            FailureDetails = BrokenCalls.Details(work.Name, broken),
        };
        return failed;
    }

    private static void Break(bool broken)
    {
        if (broken)
        {
            throw new HttpRequestException("The worker died during the call.");
        }
    }
}
