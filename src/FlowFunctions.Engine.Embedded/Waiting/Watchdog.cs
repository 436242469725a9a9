namespace FlowFunctions.Engine.Embedded.Waiting;

/// <summary>A coarse timer that looks at the open runs. It is armed only while there are some, so an idle process does nothing.</summary>
internal sealed class Watchdog : IDisposable
{
    private readonly ITimer _timer;
    private readonly TimeSpan _every;
    private readonly Func<bool> _look;

    /// <param name="time">The clock.</param>
    /// <param name="every">How often it looks.</param>
    /// <param name="look">Looks; returns whether runs are open.</param>
    public Watchdog(TimeProvider time, TimeSpan every, Func<bool> look)
    {
        _every = every;
        _look = look;
        _timer = time.CreateTimer(
            static watchdog => ((Watchdog)watchdog!).Look(),
            this,
            Timeout.InfiniteTimeSpan,
            Timeout.InfiniteTimeSpan
        );
    }

    /// <summary>Runs are open.</summary>
    public void Arm() => _timer.Change(_every, Timeout.InfiniteTimeSpan);

    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        if (_look())
        {
            Arm();
        }
    }
}
