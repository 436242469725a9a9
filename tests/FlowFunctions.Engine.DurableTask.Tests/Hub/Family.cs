using FlowFunctions.Engine.DurableTask.Protocol;

namespace FlowFunctions.Engine.DurableTask.Tests.Hub;

/// <summary>An orchestrator with one child, <c>{id}~1</c>, that gets its input; it ends as the child does.</summary>
internal static class Family
{
    public static OrchestratorResponse Parent(OrchestratorRequest request)
    {
        foreach (var happened in request.PastEvents.Concat(request.NewEvents))
        {
            if (happened.SubOrchestrationInstanceCompleted is { } completed)
            {
                return Answers.Complete(1, completed.Result);
            }

            if (happened.SubOrchestrationInstanceFailed is not null)
            {
                return Answers.Fail(1);
            }
        }

        var started = request.NewEvents.First(added => added.ExecutionStarted is not null).ExecutionStarted;
        return Answers.StartChild(0, $"{request.InstanceId}~1", "Child", started.Input);
    }
}
