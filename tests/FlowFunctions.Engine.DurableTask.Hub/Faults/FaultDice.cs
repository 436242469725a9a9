namespace FlowFunctions.Engine.DurableTask.Hub.Faults;

/// <summary>All chance of a hub, from one seed. Not for use by several threads: the hub's lock guards it.</summary>
internal sealed class FaultDice(HubFaults faults, int seed)
{
    private readonly Random _random = new(seed);

    /// <summary>What may go wrong.</summary>
    public HubFaults Faults => faults;

    /// <summary>Whether something of the given probability happens now. Draws nothing when it cannot.</summary>
    public bool Happens(double probability) => probability > 0 && _random.NextDouble() < probability;

    /// <summary>Heads or tails.</summary>
    public bool Coin() => _random.Next(2) == 0;

    /// <summary>A number from 0 to less than the bound.</summary>
    public int Below(int bound) => _random.Next(bound);

    /// <summary>Brings a list into another order.</summary>
    public void Shuffle<T>(Span<T> items) => _random.Shuffle(items);

    /// <summary>How long before its time a timer fires.</summary>
    public TimeSpan Earliness() =>
        Happens(faults.EarlyTimer) ? TimeSpan.FromTicks(_random.NextInt64(TimeSpan.TicksPerSecond)) : TimeSpan.Zero;
}
