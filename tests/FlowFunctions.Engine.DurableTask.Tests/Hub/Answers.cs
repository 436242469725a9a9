using FlowFunctions.Engine.DurableTask.Protocol;
using Google.Protobuf.WellKnownTypes;

namespace FlowFunctions.Engine.DurableTask.Tests.Hub;

/// <summary>Answers to turns.</summary>
internal static class Answers
{
    /// <summary>Sets a timer of a minute, then continues as new, for ever.</summary>
    public static OrchestratorResponse Forever(OrchestratorRequest request) =>
        request.NewEvents.Any(static added => added.TimerFired is not null)
            ? ContinueAsNew(1, "again")
            : SetTimer(0, request.NewEvents[0].Timestamp.ToDateTimeOffset().AddMinutes(1));

    public static OrchestratorResponse ContinueAsNew(int id, string input, params HistoryEvent[] carriedOver)
    {
        var action = new CompleteOrchestrationAction
        {
            OrchestrationStatus = OrchestrationStatus.ContinuedAsNew,
            Result = input,
        };
        action.CarryoverEvents.AddRange(carriedOver);
        return Of(new OrchestratorAction { Id = id, CompleteOrchestration = action });
    }

    public static OrchestratorResponse Complete(int id, string? result) =>
        Of(
            new OrchestratorAction
            {
                Id = id,
                CompleteOrchestration = new CompleteOrchestrationAction
                {
                    OrchestrationStatus = OrchestrationStatus.Completed,
                    Result = result,
                },
            }
        );

    public static OrchestratorResponse SetTimer(int id, DateTimeOffset at) =>
        Of(
            new OrchestratorAction
            {
                Id = id,
                CreateTimer = new CreateTimerAction { FireAt = Timestamp.FromDateTimeOffset(at) },
            }
        );

    public static OrchestratorResponse Schedule(int id, string activity, string input) =>
        Of(
            new OrchestratorAction
            {
                Id = id,
                ScheduleTask = new ScheduleTaskAction { Name = activity, Input = input },
            }
        );

    public static OrchestratorResponse StartChild(int id, string instanceId, string name, string input) =>
        Of(
            new OrchestratorAction
            {
                Id = id,
                CreateSubOrchestration = new CreateSubOrchestrationAction
                {
                    InstanceId = instanceId,
                    Name = name,
                    Input = input,
                },
            }
        );

    public static OrchestratorResponse Fail(int id) =>
        Of(
            new OrchestratorAction
            {
                Id = id,
                CompleteOrchestration = new CompleteOrchestrationAction
                {
                    OrchestrationStatus = OrchestrationStatus.Failed,
                    FailureDetails = new TaskFailureDetails { ErrorType = "Tests.Failed", ErrorMessage = "It failed." },
                },
            }
        );

    private static OrchestratorResponse Of(OrchestratorAction action) => new() { Actions = { action } };
}
