using FlowFunctions.Engine.Embedded.Runs;

namespace FlowFunctions.Engine.Embedded.Shards;

/// <summary>A timer of a run.</summary>
internal sealed class ArmedTimer(OpenRun run, int id, DateTimeOffset due)
{
    public OpenRun Run => run;

    public int Id => id;

    public DateTimeOffset Due => due;

    public bool IsCancelled { get; set; }
}

/// <summary>
/// The timers of a shard's runs: a heap over one timer of the clock. Only the shard's loop touches it; the clock's timer just
/// knocks.
/// </summary>
internal sealed class TimerQueue : IDisposable
{
    /// <summary>
    /// Clock timers run on a clock that stands still while a machine sleeps and does not see the wall clock being set; looking
    /// again once a minute bounds how late that can make a timer.
    /// </summary>
    private static readonly TimeSpan LongestSleep = TimeSpan.FromMinutes(1);

    private readonly PriorityQueue<ArmedTimer, (DateTimeOffset Due, long Order)> _heap = new();
    private readonly TimeProvider _time;
    private readonly ITimer _alarm;
    private DateTimeOffset _alarmAt = DateTimeOffset.MaxValue;
    private long _order;
    private int _cancelled;

    /// <param name="time">The clock.</param>
    /// <param name="knock">Called on any thread when it may be time to call <see cref="TakeDue"/>.</param>
    public TimerQueue(TimeProvider time, Action knock)
    {
        _time = time;
        _alarm = time.CreateTimer(
            static knock => ((Action)knock!)(),
            knock,
            Timeout.InfiniteTimeSpan,
            Timeout.InfiniteTimeSpan
        );
    }

    public int Count => _heap.Count;

    public ArmedTimer Arm(OpenRun run, int id, DateTimeOffset due)
    {
        var timer = new ArmedTimer(run, id, due);
        _heap.Enqueue(timer, (due, _order++));
        SetAlarm();
        return timer;
    }

    public void Cancel(ArmedTimer timer)
    {
        timer.IsCancelled = true;
        if (++_cancelled > 1000 && _cancelled > _heap.Count / 2)
        {
            DropCancelled();
        }
    }

    /// <summary>Takes the next timer that has run out, those due at the same time in the order in which they were armed.</summary>
    public ArmedTimer? TakeDue(DateTimeOffset now)
    {
        while (_heap.TryPeek(out var timer, out var key))
        {
            if (!timer.IsCancelled && key.Due > now)
            {
                break;
            }

            _heap.Dequeue();
            if (!timer.IsCancelled)
            {
                return timer;
            }

            _cancelled--;
        }

        _alarmAt = DateTimeOffset.MaxValue;
        SetAlarm();
        return null;
    }

    public void Dispose() => _alarm.Dispose();

    private void SetAlarm()
    {
        if (!_heap.TryPeek(out _, out var next) || next.Due >= _alarmAt)
        {
            return;
        }

        // Rounded up, because clock timers count whole milliseconds and knocking too early would mean knocking again.
        var sleep = Math.Ceiling((next.Due - _time.GetUtcNow()).TotalMilliseconds);
        _alarmAt = next.Due;
        _alarm.Change(
            TimeSpan.FromMilliseconds(Math.Clamp(sleep, 0, LongestSleep.TotalMilliseconds)),
            Timeout.InfiniteTimeSpan
        );
    }

    private void DropCancelled()
    {
        var kept = _heap.UnorderedItems.Where(static item => !item.Element.IsCancelled).ToArray();
        _heap.Clear();
        _heap.EnqueueRange(kept);
        _cancelled = 0;
    }
}
