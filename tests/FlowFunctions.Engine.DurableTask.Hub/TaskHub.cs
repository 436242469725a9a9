using FlowFunctions.Engine.DurableTask.Clients;
using FlowFunctions.Engine.DurableTask.Hub.Instances;
using FlowFunctions.Engine.DurableTask.Hub.Messages;
using FlowFunctions.Engine.DurableTask.Protocol;
using InstanceQuery = FlowFunctions.Engine.DurableTask.Clients.InstanceQuery;

namespace FlowFunctions.Engine.DurableTask.Hub;

/// <summary>
/// A Durable Task backend in memory, by the rules of the Durable Task Framework with the Azure Storage provider: what clients may ask of it. A driver
/// (<see cref="Drivers.HubPump"/>, <see cref="Drivers.LiveHub"/>) does its work. All members may be called at the same time.
/// </summary>
internal sealed class TaskHub
{
    private readonly Lock _lock = new();
    private readonly HubState _state;
    private readonly HubEvents _events;
    private readonly ExecutionIds _ids;
    private readonly Rewinding _rewinding;

    /// <summary>An empty hub.</summary>
    /// <param name="options">How it behaves.</param>
    /// <param name="worker">The code that it hosts.</param>
    /// <param name="time">Dates events and fires timers.</param>
    /// <param name="shuffled">Work is taken in an order that the seed decides; otherwise in that of arrival.</param>
    public TaskHub(TaskHubOptions options, IHubWorker worker, TimeProvider time, bool shuffled)
    {
        _state = new HubState(options, time, shuffled);
        _events = new HubEvents(time);
        _ids = new ExecutionIds(options.Seed);
        _rewinding = new Rewinding(_state, _events);
        Work = new HubWork(_lock, _state, _events, _ids, options, worker);
    }

    /// <summary>The work that a driver does.</summary>
    public HubWork Work { get; }

    /// <summary>Starts an instance.</summary>
    /// <returns>False when one with the id is there that has not ended.</returns>
    public bool Start(string instanceId, string orchestrator, string? input)
    {
        lock (_lock)
        {
            if (_state.Instances.TryGetValue(instanceId, out var there) && !there.HasEnded)
            {
                return false;
            }

            var executionId = _ids.Next();
            var started = _events.Started(instanceId, executionId, orchestrator, input);
            _state.Deliver(instanceId, new HubMessage(executionId, started));
        }

        Work.Announce();
        return true;
    }

    /// <summary>Raises an event.</summary>
    /// <returns>False when there is no such instance or it has ended.</returns>
    public bool RaiseEvent(string instanceId, string name, string? data) =>
        Tell(instanceId, () => _events.Raised(name, data));

    /// <summary>Tells an instance to end; its next turn has to do it.</summary>
    /// <returns>False when there is no such instance or it has ended.</returns>
    public bool Terminate(string instanceId, string? reason) =>
        Tell(instanceId, told => told.ExecutionTerminated = new ExecutionTerminatedEvent { Input = reason });

    /// <summary>Tells an instance to stop for a while.</summary>
    /// <returns>False when there is no such instance or it has ended.</returns>
    public bool Suspend(string instanceId, string? reason) =>
        Tell(instanceId, told => told.ExecutionSuspended = new ExecutionSuspendedEvent { Input = reason });

    /// <summary>Tells an instance to go on.</summary>
    /// <returns>False when there is no such instance or it has ended.</returns>
    public bool Resume(string instanceId, string? reason) =>
        Tell(instanceId, told => told.ExecutionResumed = new ExecutionResumedEvent { Input = reason });

    /// <summary>Lets a failed instance, and its failed children, go on from where they failed.</summary>
    /// <returns>False when there is no such instance or it has not failed.</returns>
    public bool Rewind(string instanceId, string? reason)
    {
        lock (_lock)
        {
            if (Find(instanceId) is not { Status: InstanceStatus.Failed } instance)
            {
                return false;
            }

            _rewinding.Rewind(instance, reason);
        }

        Work.Announce();
        return true;
    }

    /// <summary>Deletes an instance that has ended.</summary>
    /// <returns>False when there is no such instance or it has not ended.</returns>
    public bool Purge(string instanceId)
    {
        lock (_lock)
        {
            return Find(instanceId) is { HasEnded: true } && _state.Instances.Remove(instanceId);
        }
    }

    /// <summary>How an instance stands; null when there is none.</summary>
    public InstanceState? Get(string instanceId)
    {
        lock (_lock)
        {
            return Find(instanceId)?.State;
        }
    }

    /// <summary>What an instance was started with; null when there is none.</summary>
    public string? Input(string instanceId)
    {
        lock (_lock)
        {
            return Find(instanceId)?.Started.Input;
        }
    }

    /// <summary>The committed history of an instance; empty when there is none.</summary>
    public IReadOnlyList<HistoryEvent> History(string instanceId)
    {
        lock (_lock)
        {
            return Find(instanceId) is { } instance ? [.. instance.History] : [];
        }
    }

    /// <summary>Lists instances by their ids.</summary>
    public InstancePage List(InstanceQuery query)
    {
        lock (_lock)
        {
            return InstanceListing.Page(_state.Instances.Values, query);
        }
    }

    /// <summary>Waits until an instance has ended.</summary>
    /// <exception cref="InvalidOperationException">There is no such instance.</exception>
    public async Task<InstanceState> WhenEndedAsync(string instanceId, CancellationToken cancellationToken)
    {
        Instance instance;
        Task ended;
        lock (_lock)
        {
            instance = Find(instanceId) ?? throw new InvalidOperationException($"There is no instance '{instanceId}'.");
            ended = instance.Ended;
        }

        await ended.WaitAsync(cancellationToken);
        lock (_lock)
        {
            return instance.State;
        }
    }

    private Instance? Find(string instanceId) => _state.Instances.GetValueOrDefault(instanceId);

    private bool Tell(string instanceId, Action<HistoryEvent> fill) =>
        Tell(
            instanceId,
            () =>
            {
                var told = _events.New();
                fill(told);
                return told;
            }
        );

    private bool Tell(string instanceId, Func<HistoryEvent> make)
    {
        lock (_lock)
        {
            if (Find(instanceId) is not { HasEnded: false })
            {
                return false;
            }

            _state.Deliver(instanceId, new HubMessage(null, make()));
        }

        Work.Announce();
        return true;
    }
}
