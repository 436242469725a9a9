using FlowFunctions.Engine.DurableTask.Protocol;
using FlowFunctions.Engine.DurableTask.Turns;
using Google.Protobuf;

namespace FlowFunctions.Engine.DurableTask.Loops;

/// <summary>
/// An orchestration that calls one activity again and again, with the pause in between that the activity asks for. After each call it begins anew, so
/// its history never grows. A turn is a pure function of the request.
/// </summary>
/// <param name="activity">The activity's name.</param>
public sealed class ActivityLoop(string activity)
{
    private const int Call = 0;
    private const int Pause = 1;
    private const int End = 2;

    /// <summary>One turn of the orchestrator.</summary>
    /// <param name="request">An <c>OrchestratorRequest</c> in protobuf.</param>
    /// <returns>The <c>OrchestratorResponse</c>.</returns>
    /// <exception cref="InvalidDataException">The request is none.</exception>
    public byte[] Turn(ReadOnlyMemory<byte> request)
    {
        var turn = TurnRequest.Read(request);
        var response = new OrchestratorResponse { InstanceId = turn.InstanceId };
        if (turn.IsWithoutPast)
        {
            response.RequiresHistory = true;
        }
        else if (Next(LoopState.Of(turn.All, Call, Pause)) is { } action)
        {
            response.Actions.Add(action);
        }

        return response.ToByteArray();
    }

    private OrchestratorAction? Next(LoopState state) =>
        state switch
        {
            { IsTerminated: true } => Complete(OrchestrationStatus.Terminated, result: null),
            { IsCalled: false } => new()
            {
                Id = Call,
                ScheduleTask = new() { Name = activity, Input = state.Input },
            },
            { Answer: null } => null,
            { Answer.Pause.Ticks: < 0 } => Complete(OrchestrationStatus.Completed, result: null),
            { IsOver: true } or { Answer.Pause.Ticks: 0 } => Complete(
                OrchestrationStatus.ContinuedAsNew,
                state.Answer.Text
            ),
            { IsWaiting: false } => new()
            {
                Id = Pause,
                CreateTimer = new() { FireAt = state.FireAt },
            },
            _ => null,
        };

    private static OrchestratorAction Complete(OrchestrationStatus status, string? result) =>
        new()
        {
            Id = End,
            CompleteOrchestration = new() { OrchestrationStatus = status, Result = result },
        };
}
