using FlowFunctions.Engine.DurableTask.Protocol;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace FlowFunctions.Engine.DurableTask.Hub.Turns;

/// <summary>Writes what a worker is asked, as the Durable Functions extension 3.15 does.</summary>
/// <param name="sessions">Extended sessions, or null.</param>
internal sealed class TurnRequests(ExtendedSessions? sessions)
{
    private const double HttpSleepMilliseconds = 30_000;

    /// <summary>The request of a turn.</summary>
    /// <param name="turn">What is committed and what is new.</param>
    /// <param name="withHistory">Whether the history goes with it.</param>
    /// <param name="inSession">Whether the turn is part of a session.</param>
    public byte[] Write(TurnResult turn, bool withHistory, bool inSession)
    {
        var request = new OrchestratorRequest { InstanceId = turn.Started.OrchestrationInstance.InstanceId };
        if (withHistory)
        {
            request.PastEvents.AddRange(turn.Past);
        }

        request.NewEvents.AddRange(turn.NewEvents);
        request.Properties.Add("HttpDefaultAsyncRequestSleepTimeMilliseconds", Value.ForNumber(HttpSleepMilliseconds));
        request.Properties.Add("IncludeState", Value.ForBool(withHistory));
        request.Properties.Add("IsExtendedSession", Value.ForBool(inSession));
        request.Properties.Add("ExtendedSessionIdleTimeoutInSeconds", Value.ForNumber(IdleSeconds));
        return request.ToByteArray();
    }

    private double IdleSeconds => sessions?.IdleTimeout.TotalSeconds ?? 0;
}
