using FlowFunctions.App.Hosting;

namespace FlowFunctions.App.Tests.Local;

public sealed class StopSignalTests
{
    private const int Interrupt = 2;
    private readonly List<int> _exits = [];
    private readonly ManualClock _clock = new();

    [Fact]
    public void Signal_First_AsksToStop()
    {
        using var signals = new StopSignals(_exits.Add, _clock);

        signals.Request(Interrupt);

        Assert.True(signals.Token.IsCancellationRequested);
        Assert.Empty(_exits);
    }

    [Fact]
    public void Signal_TwiceAtOnce_IsOneRequest()
    {
        using var signals = new StopSignals(_exits.Add, _clock);

        signals.Request(Interrupt);
        _clock.Advance(TimeSpan.FromMilliseconds(100));
        signals.Request(Interrupt);

        Assert.Empty(_exits);
    }

    [Fact]
    public void Signal_AgainLater_EndsAtOnce()
    {
        using var signals = new StopSignals(_exits.Add, _clock);

        signals.Request(Interrupt);
        _clock.Advance(TimeSpan.FromSeconds(1));
        signals.Request(Interrupt);

        Assert.Equal([130], _exits);
    }

    /// <summary>Time passes when a test says so.</summary>
    private sealed class ManualClock : TimeProvider
    {
        private long _now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _now;

        public void Advance(TimeSpan time) => _now += time.Ticks;
    }
}
