using FlowFunctions.Engine.DurableTask.Hub.Turns;

namespace FlowFunctions.Engine.DurableTask.Hub.Timers;

/// <summary>The timers that are set, by their time; timers of one time fire in the order of setting. The hub's lock guards it.</summary>
internal sealed class TimerQueue
{
    private readonly PriorityQueue<TimerMessage, (DateTimeOffset At, long Order)> _timers = new();
    private long _set;

    /// <summary>When the next one fires, or null.</summary>
    public DateTimeOffset? Next => _timers.TryPeek(out _, out var due) ? due.At : null;

    public void Set(TimerMessage timer, DateTimeOffset at) => _timers.Enqueue(timer, (at, _set++));

    /// <summary>Takes a timer whose time has come; null when there is none.</summary>
    public TimerMessage? TakeDue(DateTimeOffset now) => Next <= now ? _timers.Dequeue() : null;
}
