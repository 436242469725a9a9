using System.Globalization;
using FlowFunctions.Engine.DurableTask.Protocol;
using Google.Protobuf.WellKnownTypes;
using EventType = FlowFunctions.Engine.DurableTask.Protocol.HistoryEvent.EventTypeOneofCase;

namespace FlowFunctions.Engine.DurableTask.Tests.Hub;

/// <summary>
/// An orchestrator for tests, as a fold over its history: it adds up the results of as many tasks as its input says, doing failed ones again, waits ten
/// seconds and for the event <c>Go</c>, and completes with the sum. It bears every fault that a hub can have.
/// </summary>
internal sealed class GatedSum
{
    public const string Task = "Square";
    public const string Gate = "Go";

    private readonly Dictionary<int, int> _open = [];
    private readonly List<OrchestratorAction> _actions = [];
    private DateTimeOffset _now;
    private CreateTimerAction? _timer;
    private int _timerId;
    private int _sum;
    private bool _waited;
    private bool _gone;
    private bool _ended;

    /// <summary>The answer to a turn whose request has the history.</summary>
    public static OrchestratorResponse Turn(OrchestratorRequest request) =>
        Turn(request.InstanceId, [.. request.PastEvents, .. request.NewEvents]);

    /// <summary>The answer to a turn with the given history, new events included.</summary>
    public static OrchestratorResponse Turn(string instanceId, IReadOnlyList<HistoryEvent> history)
    {
        var fold = new GatedSum();
        foreach (var happened in history)
        {
            fold.Apply(happened);
        }

        var done = history.Where(IsOfAction).Select(static past => past.EventId).ToHashSet();
        var response = new OrchestratorResponse { InstanceId = instanceId, CustomStatus = $"{fold._open.Count}" };
        response.Actions.AddRange(fold._actions.Where(action => !done.Contains(action.Id)));
        return response;
    }

    /// <summary>What it comes to.</summary>
    public static string Result(int tasks) =>
        Enumerable.Range(0, tasks).Sum(static task => task * task).ToString(CultureInfo.InvariantCulture);

    /// <summary>
    /// Executes its task. The result names the task: a turn that is lost after it has sent its messages may give an id to one task, and its repetition the
    /// same id to another.
    /// </summary>
    public static string Execute(string input)
    {
        var task = int.Parse(input, CultureInfo.InvariantCulture);
        return $"[{task},{task * task}]";
    }

    private void Apply(HistoryEvent happened)
    {
        switch (happened.EventTypeCase)
        {
            case EventType.OrchestratorStarted:
                _now = happened.Timestamp.ToDateTimeOffset();
                break;
            case EventType.ExecutionStarted:
                Start(int.Parse(happened.ExecutionStarted.Input, CultureInfo.InvariantCulture));
                break;
            case EventType.TaskCompleted:
                Completed(happened.TaskCompleted);
                break;
            case EventType.TaskFailed when _open.Remove(happened.TaskFailed.TaskScheduledId, out var task):
                Schedule(task);
                break;
            case EventType.TimerFired when _timer is not null && happened.TimerFired.TimerId == _timerId:
                Fired(_timer);
                break;
            case EventType.EventRaised when happened.EventRaised.Name == Gate:
                _gone = true;
                break;
            case EventType.GenericEvent when happened.GenericEvent.Data is not null:
                Rewound();
                break;
            case EventType.ExecutionTerminated:
                End(OrchestrationStatus.Terminated, happened.ExecutionTerminated.Input);
                break;
        }

        if (_waited && _gone)
        {
            End(OrchestrationStatus.Completed, _sum.ToString(CultureInfo.InvariantCulture));
        }
    }

    private void Start(int tasks)
    {
        for (var task = 0; task < tasks; task++)
        {
            Schedule(task);
        }
    }

    private void Completed(TaskCompletedEvent completed)
    {
        var result = completed
            .Result.Trim('[', ']')
            .Split(',')
            .Select(static part => int.Parse(part, CultureInfo.InvariantCulture))
            .ToArray();
        if (!_open.TryGetValue(completed.TaskScheduledId, out var task) || task != result[0])
        {
            return;
        }

        _open.Remove(completed.TaskScheduledId);
        _sum += result[1];
        if (_open.Count == 0)
        {
            SetTimer(new CreateTimerAction { FireAt = Timestamp.FromDateTimeOffset(_now.AddSeconds(10)) });
        }
    }

    private void Fired(CreateTimerAction timer)
    {
        if (_now < timer.FireAt.ToDateTimeOffset())
        {
            SetTimer(timer);
        }
        else
        {
            (_timer, _waited) = (null, true);
        }
    }

    /// <summary>What arrived while the instance had failed is lost; all that is open is asked for once more.</summary>
    private void Rewound()
    {
        var open = _open.Values.ToList();
        _open.Clear();
        open.ForEach(Schedule);
        if (_timer is not null)
        {
            SetTimer(_timer);
        }
    }

    private void Schedule(int task)
    {
        _open[_actions.Count] = task;
        Add(
            new OrchestratorAction
            {
                ScheduleTask = new ScheduleTaskAction { Name = Task, Input = $"{task}" },
            }
        );
    }

    private void SetTimer(CreateTimerAction timer)
    {
        (_timer, _timerId) = (timer, _actions.Count);
        Add(new OrchestratorAction { CreateTimer = timer });
    }

    private void End(OrchestrationStatus status, string? result)
    {
        if (!_ended)
        {
            _ended = true;
            Add(
                new OrchestratorAction
                {
                    CompleteOrchestration = new CompleteOrchestrationAction
                    {
                        OrchestrationStatus = status,
                        Result = result,
                    },
                }
            );
        }
    }

    private void Add(OrchestratorAction action)
    {
        action.Id = _actions.Count;
        _actions.Add(action);
    }

    private static bool IsOfAction(HistoryEvent past) =>
        past.EventTypeCase is EventType.TaskScheduled or EventType.TimerCreated or EventType.ExecutionCompleted;
}
