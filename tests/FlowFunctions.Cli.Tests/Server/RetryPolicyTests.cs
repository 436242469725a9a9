using FlowFunctions.Cli.Server;

namespace FlowFunctions.Cli.Tests.Server;

public sealed class RetryPolicyTests
{
    private static readonly RetryPolicy Policy = new() { Random = static () => 1, MaxAttempts = 20 };

    [Theory]
    [InlineData(1, 200)]
    [InlineData(2, 400)]
    [InlineData(3, 800)]
    [InlineData(6, 5_000)]
    [InlineData(19, 5_000)]
    public void Pause_Doubles_UpToTheLongest(int attempts, int milliseconds) =>
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), Policy.PauseAfter(attempts, asked: null));

    [Fact]
    public void Pause_WithoutLuck_IsHalfAsLong() =>
        Assert.Equal(
            TimeSpan.FromMilliseconds(100),
            (Policy with { Random = static () => 0 }).PauseAfter(1, asked: null)
        );

    [Fact]
    public void Pause_ThatTheServerAsksFor_IsKept() =>
        Assert.Equal(TimeSpan.FromSeconds(7), Policy.PauseAfter(1, TimeSpan.FromSeconds(7)));

    [Fact]
    public void Pause_LongerThanAnybodyWaits_GivesUp() => Assert.Null(Policy.PauseAfter(1, TimeSpan.FromSeconds(31)));

    [Fact]
    public void LastAttempt_GivesUp() => Assert.Null(Policy.PauseAfter(20, asked: null));

    [Fact]
    public void UsualPolicy_StaysBelowTwoSeconds()
    {
        var policy = new RetryPolicy();

        var pauses = Enumerable.Range(1, 10).Select(attempt => policy.PauseAfter(attempt, null)).ToArray();

        Assert.Equal(3, pauses.Count(static pause => pause is not null));
        Assert.InRange(pauses.Sum(static pause => pause?.TotalSeconds ?? 0), 0.7, 1.4);
    }
}
