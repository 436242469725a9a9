using System.Collections.Concurrent;

namespace FlowFunctions.Engine.DurableTask.Tests.Clients;

/// <summary>A clock on which pauses take no time and are noted. Timers as long as the time limit never fire: nothing takes that long here.</summary>
internal sealed class InstantPauses(TimeSpan limit) : TimeProvider
{
    public ConcurrentQueue<TimeSpan> Pauses { get; } = new();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime >= limit || dueTime < TimeSpan.Zero)
        {
            return System.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        Pauses.Enqueue(dueTime);
        return System.CreateTimer(callback, state, TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }
}
