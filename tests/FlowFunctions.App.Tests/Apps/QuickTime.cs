namespace FlowFunctions.App.Tests.Apps;

/// <summary>A clock that goes several times as fast as the system's, so that an app need not be waited for.</summary>
internal sealed class QuickTime(int factor) : TimeProvider
{
    private readonly DateTimeOffset _start = System.GetUtcNow();
    private readonly long _startedAt = System.GetTimestamp();

    public override DateTimeOffset GetUtcNow() => _start + (factor * System.GetElapsedTime(_startedAt));

    public override long GetTimestamp() => _startedAt + (factor * (System.GetTimestamp() - _startedAt));

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new QuickTimer(System.CreateTimer(callback, state, RealOf(dueTime), RealOf(period)), this);

    private TimeSpan RealOf(TimeSpan time) => time == Timeout.InfiniteTimeSpan ? time : time / factor;

    private sealed class QuickTimer(ITimer timer, QuickTime time) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) =>
            timer.Change(time.RealOf(dueTime), time.RealOf(period));

        public void Dispose() => timer.Dispose();

        public ValueTask DisposeAsync() => timer.DisposeAsync();
    }
}
