namespace FlowFunctions.Runners.Sandboxes.Watch;

/// <summary>Something whose use of the machine is looked at now and then.</summary>
internal interface IWatched
{
    /// <summary>Looks, and ends it when it has gone too far.</summary>
    void Look();
}

/// <summary>Looks at all processes in sandboxes every 100 ms, as long as there is one.</summary>
/// <param name="clock">The time.</param>
internal sealed class TreeWatch(TimeProvider clock)
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(100);

    private readonly Lock _lock = new();
    private readonly HashSet<IWatched> _watched = [];
    private Task _looking = Task.CompletedTask;

    /// <summary>Begins to look at a process.</summary>
    /// <param name="watched">The process.</param>
    public void Add(IWatched watched)
    {
        lock (_lock)
        {
            if (_watched.Add(watched) && _watched.Count == 1)
            {
                _looking = LookAsync(_looking);
            }
        }
    }

    /// <summary>Stops looking at it.</summary>
    /// <param name="watched">The process.</param>
    public void Remove(IWatched watched)
    {
        lock (_lock)
        {
            _ = _watched.Remove(watched);
        }
    }

    private async Task LookAsync(Task before)
    {
        await before;
        using var timer = new PeriodicTimer(Period, clock);
        while (await timer.WaitForNextTickAsync() && Watched() is { Length: > 0 } all)
        {
            foreach (var one in all)
            {
                one.Look();
            }
        }
    }

    private IWatched[] Watched()
    {
        lock (_lock)
        {
            return [.. _watched];
        }
    }
}
