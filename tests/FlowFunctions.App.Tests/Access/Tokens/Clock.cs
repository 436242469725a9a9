namespace FlowFunctions.App.Tests.Access.Tokens;

/// <summary>A clock that a test moves on; timers are real.</summary>
internal sealed class Clock(DateTimeOffset start) : TimeProvider
{
    private TimeSpan _on;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => start + _on;

    public override long GetTimestamp() => _on.Ticks;

    public void MoveOn(TimeSpan by) => _on += by;
}
