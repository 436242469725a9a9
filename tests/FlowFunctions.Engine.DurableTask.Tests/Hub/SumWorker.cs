using FlowFunctions.Engine.DurableTask.Hub;
using FlowFunctions.Engine.DurableTask.Protocol;
using Google.Protobuf;

namespace FlowFunctions.Engine.DurableTask.Tests.Hub;

/// <summary>Hosts <see cref="GatedSum"/> and keeps histories in memory as a worker with extended sessions does. Used by one thread.</summary>
internal sealed class SumWorker : IHubWorker
{
    private readonly Dictionary<string, List<HistoryEvent>> _sessions = [];

    /// <summary>Requests that brought the history, that did not, and that had to be asked again.</summary>
    public (int Full, int Short, int Again) Seen { get; private set; }

    /// <summary>All requests as text, to compare runs.</summary>
    public List<string> Requests { get; } = [];

    /// <summary>Loses what is in memory, as a worker that is started anew.</summary>
    public void Forget() => _sessions.Clear();

    public ValueTask<byte[]> TurnAsync(string orchestrator, byte[] request, CancellationToken cancellationToken)
    {
        var asked = OrchestratorRequest.Parser.ParseFrom(request);
        Requests.Add(asked.ToString());
        return ValueTask.FromResult(Answer(asked).ToByteArray());
    }

    public ValueTask<string> ExecuteAsync(
        string activity,
        string instanceId,
        string input,
        CancellationToken cancellationToken
    ) => ValueTask.FromResult(GatedSum.Execute(input));

    private OrchestratorResponse Answer(OrchestratorRequest asked)
    {
        if (asked.Properties["IncludeState"].BoolValue)
        {
            Seen = Seen with { Full = Seen.Full + 1 };
            _sessions[asked.InstanceId] = [.. asked.PastEvents];
        }
        else if (!_sessions.ContainsKey(asked.InstanceId))
        {
            Seen = Seen with { Again = Seen.Again + 1 };
            return new OrchestratorResponse { InstanceId = asked.InstanceId, RequiresHistory = true };
        }
        else
        {
            Seen = Seen with { Short = Seen.Short + 1 };
        }

        var history = _sessions[asked.InstanceId];
        history.AddRange(asked.NewEvents);
        var response = GatedSum.Turn(asked.InstanceId, history);
        history.AddRange(response.Actions.Select(Scheduled));
        return response;
    }

    /// <summary>What the hub will have in the history of an action.</summary>
    private static HistoryEvent Scheduled(OrchestratorAction action) =>
        action.ActionTypeCase switch
        {
            OrchestratorAction.ActionTypeOneofCase.ScheduleTask => new HistoryEvent
            {
                EventId = action.Id,
                TaskScheduled = new TaskScheduledEvent { Name = action.ScheduleTask.Name },
            },
            OrchestratorAction.ActionTypeOneofCase.CreateTimer => new HistoryEvent
            {
                EventId = action.Id,
                TimerCreated = new TimerCreatedEvent { FireAt = action.CreateTimer.FireAt },
            },
            _ => new HistoryEvent { EventId = action.Id, ExecutionCompleted = new ExecutionCompletedEvent() },
        };
}
