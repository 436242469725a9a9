using FlowFunctions.Engine.DurableTask.Protocol;
using FlowFunctions.Engine.DurableTask.Tests.Fixtures;
using EventType = FlowFunctions.Engine.DurableTask.Protocol.HistoryEvent.EventTypeOneofCase;

namespace FlowFunctions.Engine.DurableTask.Tests.Hub;

/// <summary>The turns of one recorded execution after another of one instance. A turn that is missing is told from the history of the next one.</summary>
/// <param name="Orchestrator">The orchestrator's name.</param>
/// <param name="Turns">The turns.</param>
internal sealed record RecordedInstance(string Orchestrator, IReadOnlyList<RecordedStep> Turns)
{
    public string Id => Turns[0].Request.InstanceId;

    /// <summary>The instances of a recording, in the order of their first turns.</summary>
    public static IReadOnlyList<RecordedInstance> Read(string recording) =>
        [
            .. RecordedTraffic
                .Turns(recording)
                .GroupBy(turn => turn.Request.InstanceId, StringComparer.Ordinal)
                .Select(turns => new RecordedInstance(turns.First().Orchestrator, [.. Steps(turns)])),
        ];

    private static IEnumerable<RecordedStep> Steps(IEnumerable<RecordedTurn> turns)
    {
        OrchestratorRequest? before = null;
        foreach (var turn in turns)
        {
            if (before is not null && turn.Request.PastEvents.Count > 0)
            {
                foreach (var missing in Missing(before, turn.Request))
                {
                    yield return new RecordedStep(missing, new OrchestratorResponse());
                }
            }

            yield return new RecordedStep(turn.Request, turn.Response ?? Ending(turn.Request));
            before = turn.Request;
        }
    }

    /// <summary>Turns without actions between two recorded ones.</summary>
    private static IEnumerable<OrchestratorRequest> Missing(OrchestratorRequest before, OrchestratorRequest next)
    {
        var begin = before.PastEvents.Count + before.NewEvents.Count;
        var starts = Enumerable
            .Range(begin, next.PastEvents.Count - begin)
            .Where(at => next.PastEvents[at].EventTypeCase == EventType.OrchestratorStarted);
        foreach (var start in starts)
        {
            var request = next.Clone();
            request.PastEvents.Clear();
            request.PastEvents.AddRange(next.PastEvents.Take(start));
            request.NewEvents.Clear();
            request.NewEvents.AddRange(
                next.PastEvents.Skip(start).TakeWhile(past => past.EventTypeCase != EventType.OrchestratorCompleted)
            );
            yield return request;
        }
    }

    private static OrchestratorResponse Ending(OrchestratorRequest request) =>
        new()
        {
            Actions =
            {
                new OrchestratorAction
                {
                    Id = request.PastEvents.Concat(request.NewEvents).Max(known => known.EventId) + 1,
                    CompleteOrchestration = new CompleteOrchestrationAction
                    {
                        OrchestrationStatus = OrchestrationStatus.Completed,
                    },
                },
            },
        };
}

/// <summary>A turn: what the host asked and what the worker answers.</summary>
internal sealed record RecordedStep(OrchestratorRequest Request, OrchestratorResponse Response);
