namespace FlowFunctions.Runners.Sandboxes.Watch;

/// <summary>Something whose use of the machine is looked at now and then.</summary>
internal interface IWatched
{
    /// <summary>Whether it is at work; else it is looked at less often.</summary>
    bool IsBusy { get; }

    /// <summary>Looks, and ends it when it has gone too far.</summary>
    void Look();
}

/// <summary>Looks at processes in sandboxes, as long as there is one: every 100 ms at those at work, every second at those that wait.</summary>
/// <param name="clock">The time.</param>
internal sealed class TreeWatch(TimeProvider clock)
{
    private const int TicksOfWaiting = 10;
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(100);

    private readonly Lock _lock = new();
    private readonly HashSet<IWatched> _watched = [];
    private bool _isLooking;

    /// <summary>Begins to look at a process.</summary>
    /// <param name="watched">The process.</param>
    public void Add(IWatched watched)
    {
        lock (_lock)
        {
            _watched.Add(watched);
            if (!_isLooking)
            {
                _isLooking = true;
                _ = LookAsync();
            }
        }
    }

    /// <summary>Stops looking at it.</summary>
    /// <param name="watched">The process.</param>
    public void Remove(IWatched watched)
    {
        lock (_lock)
        {
            _watched.Remove(watched);
        }
    }

    private async Task LookAsync()
    {
        using var timer = new PeriodicTimer(Period, clock);
        for (var tick = 0; await timer.WaitForNextTickAsync(); tick++)
        {
            var all = Watched();
            foreach (var one in all.Where(one => one.IsBusy || tick % TicksOfWaiting == 0))
            {
                one.Look();
            }

            if (all.Length == 0)
            {
                return;
            }
        }
    }

    private IWatched[] Watched()
    {
        lock (_lock)
        {
            _isLooking = _watched.Count > 0;
            return [.. _watched];
        }
    }
}
