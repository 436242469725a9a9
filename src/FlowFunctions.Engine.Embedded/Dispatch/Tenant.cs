namespace FlowFunctions.Engine.Embedded.Dispatch;

/// <summary>A workspace that has steps waiting or being executed.</summary>
/// <param name="workspace">Its name.</param>
/// <param name="lanes">Number of lanes.</param>
/// <param name="lastTurn">A new workspace goes behind those that wait.</param>
internal sealed class Tenant(string workspace, int lanes, long lastTurn)
{
    private readonly Queue<Execution>?[] _queues = new Queue<Execution>?[lanes];
    private readonly bool[] _isInRing = new bool[lanes];

    public string Workspace => workspace;

    /// <summary>When it was last served, counted in steps served.</summary>
    public long LastTurn { get; set; } = lastTurn;

    public int Waiting { get; set; }

    public int Running { get; set; }

    /// <summary>Whether it was passed over because it has as many steps going on as it may.</summary>
    public bool IsParked { get; set; }

    public Queue<Execution> QueueOf(Lane lane) => _queues[lane.Index] ??= new Queue<Execution>();

    /// <summary>Lets it wait for its turn in a lane in which it has steps.</summary>
    public void Join(Lane lane)
    {
        if (!_isInRing[lane.Index] && QueueOf(lane).Count > 0)
        {
            _isInRing[lane.Index] = true;
            lane.Ring.Enqueue(this);
        }
    }

    /// <summary>Takes it from the front of a lane.</summary>
    public void LeaveFront(Lane lane)
    {
        lane.Ring.Dequeue();
        _isInRing[lane.Index] = false;
    }
}
