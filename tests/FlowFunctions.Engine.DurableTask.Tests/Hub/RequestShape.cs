using FlowFunctions.Engine.DurableTask.Protocol;

namespace FlowFunctions.Engine.DurableTask.Tests.Hub;

/// <summary>A request without what differs from one run to the next: times of events, ids of executions, stack traces.</summary>
internal static class RequestShape
{
    private const string SomeExecution = "execution";

    public static OrchestratorRequest Of(OrchestratorRequest request)
    {
        var shape = request.Clone();
        foreach (var one in shape.PastEvents.Concat(shape.NewEvents))
        {
            Strip(one);
        }

        return shape;
    }

    private static void Strip(HistoryEvent one)
    {
        Assert.NotNull(one.Timestamp);
        one.Timestamp = null;
        if (one.ExecutionStarted is { } started)
        {
            Strip(started.OrchestrationInstance);
            Strip(started.ParentInstance?.OrchestrationInstance);
        }

        for (var failure = one.TaskFailed?.FailureDetails; failure is not null; failure = failure.InnerFailure)
        {
            failure.StackTrace = null;
        }
    }

    private static void Strip(OrchestrationInstance? instance)
    {
        if (instance is not null)
        {
            Assert.NotEmpty(instance.ExecutionId);
            instance.ExecutionId = SomeExecution;
        }
    }
}
