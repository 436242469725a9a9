using System.Collections.Concurrent;

namespace FlowFunctions.Cli.Tests.SignIn;

/// <summary>A clock that jumps to the end of every pause, and remembers how long they were.</summary>
internal sealed class QuickTime : TimeProvider
{
    private long _passed;

    /// <summary>The pauses.</summary>
    public ConcurrentQueue<TimeSpan> Pauses { get; } = new();

    public override DateTimeOffset GetUtcNow() =>
        DateTimeOffset.UnixEpoch + TimeSpan.FromTicks(Interlocked.Read(ref _passed));

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        Pauses.Enqueue(dueTime);
        Interlocked.Add(ref _passed, dueTime.Ticks);
        return base.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}
