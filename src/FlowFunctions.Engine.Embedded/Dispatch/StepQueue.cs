using System.Runtime.InteropServices;

namespace FlowFunctions.Engine.Embedded.Dispatch;

/// <summary>
/// Decides which step is executed next: workspaces take turns, and each is served first come first served. Steps of a type that
/// is at its limit wait in a lane of their own. Adding and taking cost time proportional to the number of limited types, not to
/// what waits.
/// </summary>
/// <remarks>
/// It needs no bound of its own: it holds at most the open executions of the open runs, which are bounded in number and bytes.
/// </remarks>
internal sealed class StepQueue
{
    private readonly Lock _lock = new();
    private readonly DispatchLimits _limits;
    private readonly Lane[] _lanes;
    private readonly Dictionary<string, Lane> _limited = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Tenant> _tenants = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _turn;
    private long _order;
    private int _waiting;
    private int _running;
    private bool _isStopped;

    public StepQueue(DispatchLimits limits)
    {
        _limits = limits;
        foreach (var (type, limit) in limits.ByType.OrderBy(static pair => pair.Key, StringComparer.Ordinal))
        {
            _limited.Add(type, new Lane(_limited.Count + 1, type, limit));
        }

        _lanes = [new Lane(0, type: null, int.MaxValue), .. _limited.Values];
    }

    /// <summary>Steps that wait, given-up ones included until their turn comes.</summary>
    public int Waiting => Volatile.Read(ref _waiting);

    /// <summary>Whether a step could be taken now, apart from limits of types and workspaces.</summary>
    public bool HasRoom => Volatile.Read(ref _waiting) > 0 && Volatile.Read(ref _running) < _limits.All;

    /// <summary>Ends when nothing is executed any more after <see cref="Stop"/>.</summary>
    public Task Idle => _idle.Task;

    public void Add(Execution execution)
    {
        lock (_lock)
        {
            var tenant = CollectionsMarshal.GetValueRefOrAddDefault(_tenants, execution.Workspace, out _) ??=
                new Tenant(execution.Workspace, _lanes.Length, ++_turn);
            var lane = _limited.GetValueOrDefault(execution.Request.Step.Type, _lanes[0]);
            execution.Queue(tenant, lane, ++_order);
            tenant.QueueOf(lane).Enqueue(execution);
            tenant.Waiting++;
            _waiting++;
            if (!tenant.IsParked)
            {
                tenant.Join(lane);
            }
        }
    }

    /// <summary>Takes the next step to execute, or null when there is none or no room.</summary>
    public Execution? Take()
    {
        lock (_lock)
        {
            return TakeNext();
        }
    }

    /// <summary>Gives the place of an execution that has ended to the next step.</summary>
    public Execution? TakeAfter(Execution ended)
    {
        lock (_lock)
        {
            var (tenant, lane) = (ended.Tenant!, ended.Lane!);
            _running--;
            lane.Running--;
            tenant.Running--;
            Unpark(tenant);
            Forget(tenant);
            if (_isStopped && _running == 0)
            {
                _idle.TrySetResult();
            }

            return TakeNext();
        }
    }

    /// <summary>From now on nothing is taken.</summary>
    public void Stop()
    {
        lock (_lock)
        {
            _isStopped = true;
            if (_running == 0)
            {
                _idle.TrySetResult();
            }
        }
    }

    /// <summary>Why a step waits, or null when it does not.</summary>
    public StepPlace? PlaceOf(Execution execution)
    {
        lock (_lock)
        {
            if (!execution.IsQueued || execution.Tenant is not { } tenant || execution.Lane is not { } lane)
            {
                return null;
            }

            var ahead = tenant.QueueOf(lane).Count(other => other.IsQueued && other.Order < execution.Order);
            var (limit, most) =
                _isStopped ? (StepLimit.Stopped, 0)
                : lane.IsFull ? (StepLimit.Type, lane.Limit)
                : tenant.Running >= WorkspaceLimit && _running < _limits.All ? (StepLimit.Workspace, WorkspaceLimit)
                : (StepLimit.All, _limits.All);
            return new StepPlace(limit, most, ahead + 1);
        }
    }

    private int WorkspaceLimit => _tenants.Count > 1 ? _limits.PerWorkspace : _limits.All;

    private Execution? TakeNext()
    {
        while (!_isStopped && _running < _limits.All && Next() is { } lane)
        {
            var tenant = lane.Ring.Peek();
            var queue = tenant.QueueOf(lane);
            var execution = queue.Dequeue();
            tenant.Waiting--;
            _waiting--;
            var isWanted = execution.TryTake();
            if (isWanted)
            {
                tenant.LastTurn = ++_turn;
                tenant.Running++;
                lane.Running++;
                _running++;
            }

            if (isWanted || queue.Count == 0)
            {
                tenant.LeaveFront(lane);
                tenant.Join(lane);
            }

            if (isWanted)
            {
                return execution;
            }

            Forget(tenant);
        }

        return null;
    }

    /// <summary>The lane whose first workspace has waited longest for its turn; of one workspace the lane whose step came first.</summary>
    private Lane? Next()
    {
        Lane? best = null;
        var bestKey = (LastTurn: long.MaxValue, Order: long.MaxValue);
        foreach (var lane in _lanes)
        {
            if (!lane.IsFull && Front(lane) is { } tenant)
            {
                var key = (tenant.LastTurn, tenant.QueueOf(lane).Peek().Order);
                if (key.CompareTo(bestKey) < 0)
                {
                    (best, bestKey) = (lane, key);
                }
            }
        }

        return best;
    }

    /// <summary>The workspace whose turn it is in a lane; those with as many steps going on as they may are passed over.</summary>
    private Tenant? Front(Lane lane)
    {
        while (lane.Ring.TryPeek(out var tenant))
        {
            if (tenant.Running < WorkspaceLimit)
            {
                return tenant;
            }

            tenant.LeaveFront(lane);
            tenant.IsParked = true;
        }

        return null;
    }

    private void Unpark(Tenant tenant)
    {
        if (tenant.IsParked)
        {
            tenant.IsParked = false;
            foreach (var lane in _lanes)
            {
                tenant.Join(lane);
            }
        }
    }

    /// <summary>A workspace without steps costs nothing; the last one left may have all places.</summary>
    private void Forget(Tenant tenant)
    {
        if (tenant is { Waiting: 0, Running: 0 } && _tenants.Remove(tenant.Workspace) && _tenants.Count == 1)
        {
            Unpark(_tenants.First().Value);
        }
    }
}

/// <summary>Why a step waits.</summary>
/// <param name="Limit">Which limit holds it up.</param>
/// <param name="Most">Its number.</param>
/// <param name="Place">Its place among the steps of its workspace that share its limit, from 1.</param>
internal readonly record struct StepPlace(StepLimit Limit, int Most, int Place);

/// <summary>A limit of executions.</summary>
internal enum StepLimit
{
    /// <summary>Of the engine.</summary>
    All,

    /// <summary>Of one workspace.</summary>
    Workspace,

    /// <summary>Of a step type.</summary>
    Type,

    /// <summary>The engine is stopping.</summary>
    Stopped,
}
