using FlowFunctions.Engine.DurableTask.Hub.Activities;
using FlowFunctions.Engine.DurableTask.Hub.Messages;
using FlowFunctions.Engine.DurableTask.Hub.Turns;

namespace FlowFunctions.Engine.DurableTask.Hub;

/// <summary>The work of a hub, for the driver that does it. All members may be called at the same time.</summary>
internal sealed class HubWork
{
    private readonly Lock _lock;
    private readonly HubState _state;
    private readonly TurnDesk _turns;
    private readonly ActivityDesk _activities;
    private readonly TurnRunner _turnRunner;
    private readonly ActivityRunner _activityRunner;

    /// <summary>The work of one hub.</summary>
    public HubWork(
        Lock hubLock,
        HubState state,
        HubEvents events,
        ExecutionIds ids,
        TaskHubOptions options,
        IHubWorker worker
    )
    {
        (_lock, _state) = (hubLock, state);
        _turns = new TurnDesk(state, events);
        _activities = new ActivityDesk(state);
        _turnRunner = new TurnRunner(worker, options, new TurnActions(events, ids));
        _activityRunner = new ActivityRunner(worker, events);
    }

    /// <summary>Called, on any thread, when there may be something to do.</summary>
    public event Action? Arrived;

    /// <summary>How many instances are ready for a turn, and how many activities wait.</summary>
    public (int Turns, int Activities) Waiting
    {
        get
        {
            lock (_lock)
            {
                return (_state.Ready.Count, _state.Activities.Count);
            }
        }
    }

    /// <summary>When the next timer fires, or null.</summary>
    public DateTimeOffset? NextTimer
    {
        get
        {
            lock (_lock)
            {
                return _state.NextTimer;
            }
        }
    }

    /// <summary>Delivers the timers whose time has come.</summary>
    public void FireTimers()
    {
        lock (_lock)
        {
            _state.FireTimers();
        }
    }

    /// <summary>Takes a turn to carry out; null when there is none.</summary>
    public TurnWork? TakeTurn()
    {
        lock (_lock)
        {
            return _turns.Take();
        }
    }

    /// <summary>Carries a turn out and takes over what it comes to. When it is cancelled the turn waits again.</summary>
    public async ValueTask CarryOutAsync(TurnWork work, CancellationToken cancellationToken)
    {
        TurnResult? result = null;
        try
        {
            result = await _turnRunner.RunAsync(work, cancellationToken);
        }
        finally
        {
            lock (_lock)
            {
                _turns.End(work, result);
            }

            Announce();
        }
    }

    /// <summary>Takes an activity to execute; null when there is none.</summary>
    public ActivityWork? TakeActivity()
    {
        lock (_lock)
        {
            return _activities.Take();
        }
    }

    /// <summary>Executes an activity and delivers its result. When it is cancelled it is lost, as with a host that stops for good.</summary>
    public async ValueTask ExecuteAsync(ActivityWork work, CancellationToken cancellationToken)
    {
        var answer = await _activityRunner.RunAsync(work, cancellationToken);
        lock (_lock)
        {
            _activities.End(work, answer);
        }

        Announce();
    }

    /// <summary>Tells the driver that there may be something to do.</summary>
    public void Announce() => Arrived?.Invoke();
}
