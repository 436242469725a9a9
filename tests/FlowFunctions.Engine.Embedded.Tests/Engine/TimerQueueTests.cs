using FlowFunctions.Engine.Embedded.Journal;
using FlowFunctions.Engine.Embedded.Runs;
using FlowFunctions.Engine.Embedded.Shards;
using FlowFunctions.Engine.Machine;
using FlowFunctions.Engine.Tests;

namespace FlowFunctions.Engine.Embedded.Tests.Engine;

public sealed class TimerQueueTests : IDisposable
{
    private readonly OpenRun _run = new("run", new RunState(PlanBuilder.Of("a").Build()), new LiveRun(1));
    private readonly ManualTime _time = new();
    private readonly TimerQueue _timers;
    private int _knocks;

    public TimerQueueTests() => _timers = new TimerQueue(_time, () => _knocks++);

    public void Dispose() => _timers.Dispose();

    [Fact]
    public void TakeDue_ManyTimers_GivesThemInOrderOfTimeThenOfArming()
    {
        var random = new Random(3);
        var start = _time.GetUtcNow();
        var expected = Enumerable.Range(0, 5000).Select(id => (Id: id, Minute: random.Next(1000))).ToArray();
        foreach (var (id, minute) in expected)
        {
            _timers.Arm(_run, id, start.AddMinutes(minute));
        }

        var taken = new List<int>();
        for (var minute = 0; minute < 1000; minute++)
        {
            while (_timers.TakeDue(_time.GetUtcNow()) is { } timer)
            {
                Assert.Equal(start.AddMinutes(minute), timer.Due);
                taken.Add(timer.Id);
            }

            _time.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Equal(expected.OrderBy(timer => timer.Minute).Select(timer => timer.Id), taken);
    }

    [Fact]
    public void Cancel_MostTimers_DropsThemFromMemory()
    {
        var start = _time.GetUtcNow();
        var timers = Enumerable.Range(0, 10_000).Select(id => _timers.Arm(_run, id, start.AddDays(1))).ToArray();
        foreach (var timer in timers[..^1])
        {
            _timers.Cancel(timer);
        }

        Assert.InRange(_timers.Count, 1, 2001);
        _time.Advance(TimeSpan.FromDays(1));
        Assert.Equal(timers[^1], _timers.TakeDue(_time.GetUtcNow()));
        Assert.Null(_timers.TakeDue(_time.GetUtcNow()));
    }

    [Fact]
    public void Alarm_FarTimer_LooksAtTheWallClockEveryMinute()
    {
        _timers.Arm(_run, 1, _time.GetUtcNow().AddHours(1));

        _time.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal(0, _knocks);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(1, _knocks);
        Assert.Null(_timers.TakeDue(_time.GetUtcNow()));
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(2, _knocks);
    }
}
