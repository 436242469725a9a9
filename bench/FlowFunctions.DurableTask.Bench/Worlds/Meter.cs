namespace FlowFunctions.DurableTask.Bench.Worlds;

/// <summary>Adds up the time of calls. It may be used by several threads.</summary>
internal sealed class Meter
{
    private long _ticks;
    private int _calls;

    public int Calls => _calls;

    public TimeSpan Total => new(_ticks);

    public TimeSpan Mean => Total / Math.Max(1, Calls);

    public void Add(TimeSpan time)
    {
        Interlocked.Add(ref _ticks, time.Ticks);
        Interlocked.Increment(ref _calls);
    }

    public void Reset() => (_ticks, _calls) = (0, 0);
}
