using FlowFunctions.Flows.Documents;

namespace FlowFunctions.Flows.Tests.Documents;

public sealed class DurationTests
{
    [Theory]
    [InlineData("250ms", 250, "250ms")]
    [InlineData("30s", 30_000, "30s")]
    [InlineData("90s", 90_000, "1m30s")]
    [InlineData("5m", 300_000, "5m")]
    [InlineData("1h30m", 5_400_000, "1h30m")]
    [InlineData("1m1ms", 60_001, "1m1ms")]
    [InlineData("3d", 259_200_000, "3d")]
    [InlineData("0s", 0, "0s")]
    [InlineData("007s", 7_000, "7s")]
    [InlineData("3650d", 315_360_000_000, "3650d")]
    [InlineData("PT1H30M", 5_400_000, "1h30m")]
    [InlineData("P2W", 1_209_600_000, "14d")]
    [InlineData("P1DT0.25S", 86_400_250, "1d250ms")]
    public void TryParse_Valid_GivesMillisecondsAndCanonicalText(string text, long milliseconds, string canonical)
    {
        Assert.True(Duration.TryParse(text, out var value, out _));
        Assert.Equal(milliseconds, value.TotalMilliseconds);
        Assert.Equal(canonical, Duration.Format(value));
        Assert.True(Duration.TryParse(canonical, out var again, out _));
        Assert.Equal(value, again);
    }

    [Theory]
    [InlineData("")]
    [InlineData("5")]
    [InlineData("s")]
    [InlineData("-5s")]
    [InlineData("1.5h")]
    [InlineData("5 s")]
    [InlineData("30m1h")]
    [InlineData("5S")]
    [InlineData("5s\n")]
    [InlineData("٣s")]
    [InlineData("P")]
    [InlineData("PT")]
    [InlineData("P1DT")]
    [InlineData("P1M")]
    [InlineData("P1Y")]
    [InlineData("PT0.0001S")]
    public void TryParse_Invalid_SaysWhatToWrite(string text)
    {
        Assert.False(Duration.TryParse(text, out _, out var problem));
        Assert.Contains("such as 1h30m or 250ms", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("3651d")]
    [InlineData("999999999999999d")]
    [InlineData("P999999999999999W")]
    public void TryParse_TooLong_SaysTheLongest(string text)
    {
        Assert.False(Duration.TryParse(text, out _, out var problem));
        Assert.Contains("longer than the longest duration, 3650d", problem, StringComparison.Ordinal);
    }
}
