using FlowFunctions.Engine.DurableTask.Hub;
using FlowFunctions.Engine.DurableTask.Hub.Activities;
using FlowFunctions.Engine.DurableTask.Protocol;
using FlowFunctions.Engine.Embedded.Tests.Engine;
using EventType = FlowFunctions.Engine.DurableTask.Protocol.HistoryEvent.EventTypeOneofCase;

namespace FlowFunctions.Engine.DurableTask.Tests.Hub;

/// <summary>
/// Drives a hub so that an instance gets the messages that were recorded, in the recorded order and turns. The worker answers what was recorded; what
/// the hub asks is kept.
/// </summary>
internal sealed class FixtureReplay
{
    private readonly RecordedInstance _recorded;
    private readonly ManualTime _time = new();
    private readonly Dictionary<int, ActivityWork> _activities = [];
    private readonly ScriptedWorker _worker;
    private HistoryEvent _answer = new();
    private int _next;

    public FixtureReplay(RecordedInstance recorded)
    {
        _recorded = recorded;
        _worker = new ScriptedWorker { Turn = Answer, Activity = Execute };
        Hub = new TaskHub(new TaskHubOptions(), _worker, _time, shuffled: false);
    }

    public TaskHub Hub { get; }

    /// <summary>What the hub asked the recorded instance.</summary>
    public IReadOnlyList<OrchestratorRequest> Asked => AskedOf(_recorded.Id);

    /// <summary>What the hub asked an instance.</summary>
    public IReadOnlyList<OrchestratorRequest> AskedOf(string instanceId) =>
        [.. _worker.Requests.Where(request => request.InstanceId == instanceId)];

    /// <summary>Replays the instance to its last recorded turn.</summary>
    public async Task RunAsync()
    {
        while (_next < _recorded.Turns.Count)
        {
            var before = _next;
            foreach (var message in _recorded.Turns[_next].Request.NewEvents)
            {
                await CauseAsync(message);
            }

            await TurnAsync();
            Assert.True(_next > before, "The hub had no turn for the recorded instance.");
        }
    }

    /// <summary>Makes the recorded message happen.</summary>
    private async Task CauseAsync(HistoryEvent message)
    {
        switch (message.EventTypeCase)
        {
            case EventType.ExecutionStarted:
                Hub.Start(_recorded.Id, _recorded.Orchestrator, message.ExecutionStarted.Input);
                break;
            case EventType.TaskCompleted:
                await ExecuteAsync(message, message.TaskCompleted.TaskScheduledId);
                break;
            case EventType.TaskFailed:
                await ExecuteAsync(message, message.TaskFailed.TaskScheduledId);
                break;
            case EventType.TimerFired:
                _time.Advance(Hub.Work.NextTimer!.Value - _time.GetUtcNow());
                Hub.Work.FireTimers();
                break;
            case EventType.SubOrchestrationInstanceCompleted:
                _answer = message;
                await TurnAsync();
                break;
            default:
                CauseFromOutside(message);
                break;
        }
    }

    private void CauseFromOutside(HistoryEvent message)
    {
        switch (message.EventTypeCase)
        {
            case EventType.EventRaised:
                Hub.RaiseEvent(_recorded.Id, message.EventRaised.Name, message.EventRaised.Input);
                break;
            case EventType.ExecutionSuspended:
                Hub.Suspend(_recorded.Id, message.ExecutionSuspended.Input);
                break;
            case EventType.ExecutionResumed:
                Hub.Resume(_recorded.Id, message.ExecutionResumed.Input);
                break;
            case EventType.ExecutionTerminated:
                Hub.Terminate(_recorded.Id, message.ExecutionTerminated.Input);
                break;
            default:
                Assert.True(
                    message.EventTypeCase is EventType.OrchestratorStarted or EventType.OrchestratorCompleted,
                    $"A turn cannot begin with {message.EventTypeCase}."
                );
                break;
        }
    }

    private async Task ExecuteAsync(HistoryEvent answer, int taskId)
    {
        while (Hub.Work.TakeActivity() is { } waiting)
        {
            _activities.Add(waiting.TaskId, waiting);
        }

        Assert.True(_activities.Remove(taskId, out var work), $"The task {taskId} was not scheduled.");
        _answer = answer;
        await Hub.Work.ExecuteAsync(work, CancellationToken.None);
    }

    private async Task TurnAsync()
    {
        var turn = Hub.Work.TakeTurn();
        Assert.NotNull(turn);
        await Hub.Work.CarryOutAsync(turn, CancellationToken.None);
    }

    private OrchestratorResponse Answer(string orchestrator, OrchestratorRequest request) =>
        request.InstanceId == _recorded.Id ? _recorded.Turns[_next++].Response : Child();

    /// <summary>A child's only turn ends it with the recorded result.</summary>
    private OrchestratorResponse Child() =>
        new()
        {
            Actions =
            {
                new OrchestratorAction
                {
                    CompleteOrchestration = new CompleteOrchestrationAction
                    {
                        OrchestrationStatus = OrchestrationStatus.Completed,
                        Result = _answer.SubOrchestrationInstanceCompleted.Result,
                    },
                },
            },
        };

    private string Execute(string name, string input) =>
        _answer.TaskFailed is { } failed
            ? throw new HttpRequestException(failed.FailureDetails.InnerFailure.ErrorMessage)
            : _answer.TaskCompleted.Result;
}
