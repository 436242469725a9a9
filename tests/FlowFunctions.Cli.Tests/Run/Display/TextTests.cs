using System.Globalization;
using FlowFunctions.Cli.Problems;
using FlowFunctions.Cli.Run.Display;
using FlowFunctions.Cli.Terminals;

namespace FlowFunctions.Cli.Tests.Run.Display;

public sealed class TextTests
{
    [Theory]
    [InlineData("-00:00:01", "0ms")]
    [InlineData("00:00:00.0850", "85ms")]
    [InlineData("00:00:01.2900", "1.2s")]
    [InlineData("00:02:05", "2m 05s")]
    [InlineData("1.03:07:00", "27h 07m")]
    public void Duration_Length_IsReadable(string duration, string text) =>
        Assert.Equal(text, DurationText.Of(TimeSpan.Parse(duration, CultureInfo.InvariantCulture)));

    [Theory]
    [InlineData("short", 10, "short")]
    [InlineData("exactly 10", 10, "exactly 10")]
    [InlineData("more than ten", 10, "more than…")]
    [InlineData("漢字漢字漢字", 10, "漢字漢字…")]
    [InlineData("ab🎉🎉cd", 5, "ab🎉…")]
    [InlineData("ab🎉🎉cd", 4, "ab…")]
    public void Line_Columns_IsCutToFit(string line, int columns, string fitted) =>
        Assert.Equal(fitted, PlainText.Fit(line, columns));

    [Fact]
    public void Line_ControlCharacters_AreBlanks() => Assert.Equal("a [31mb c d", PlainText.Line("a\e[31mb\nc\u009bd"));

    [Theory]
    [InlineData("\tx = !", 5, "  \tx = !", "  \t    ^")]
    [InlineData("x", 99, "  x", "   ^")]
    public void SourceLine_Place_StandsUnderIt(string line, int column, string shown, string caret)
    {
        using var writer = new StringWriter { NewLine = "\n" };

        SourceLine.Print(writer, line, column, hasColor: false);

        Assert.Equal($"{shown}\n{caret}\n", writer.ToString());
    }

    [Fact]
    public void SourceLine_LongLine_IsShownAroundThePlace()
    {
        using var writer = new StringWriter { NewLine = "\n" };

        SourceLine.Print(writer, new string('a', 500) + "X" + new string('b', 500), 500, hasColor: false);

        var lines = writer.ToString().Split('\n');
        Assert.Equal(lines[0].IndexOf('X', StringComparison.Ordinal), lines[1].IndexOf('^', StringComparison.Ordinal));
        Assert.True(lines[0].Length < 130);
    }
}
