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

        return request.PastEvents.Any(static past => past.SubOrchestrationInstanceCreated is not null)
            ? new OrchestratorResponse()
            : Answers.StartChild(0, $"{request.InstanceId}~1", "Child", Input(request));
    }

    private static string Input(OrchestratorRequest request) =>
        request.NewEvents.First(static added => added.ExecutionStarted is not null).ExecutionStarted.Input;
}
