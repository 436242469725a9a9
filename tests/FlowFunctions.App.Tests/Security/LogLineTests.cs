using FlowFunctions.App.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace FlowFunctions.App.Tests.Security;

/// <summary>What strangers call something stays within its line of the app's log.</summary>
public sealed class LogLineTests
{
    [Theory]
    [InlineData("/a\r\ncrit: Fake[1] all is lost")]
    [InlineData("/a\ncrit: Fake[1] all is lost")]
    [InlineData("/a\u0085crit: Fake[1] all is lost")]
    [InlineData("/a\u2028crit: Fake[1] all is lost")]
    [InlineData("/a\u001b[2Kcrit: Fake[1] all is lost")]
    [InlineData("/a\rcrit: Fake[1] all is lost")]
    [InlineData("/\u202etsol si lla")]
    public void Write_TextsOfStrangers_AreOneLine(string path)
    {
        using var output = new StringWriter();
        var entry = new LogEntry<string>(
            LogLevel.Error,
            "Test",
            new EventId(1),
            path,
            new InvalidOperationException(path),
            static (state, _) => state
        );

        new LineFormatter().Write(entry, null, output);

        var line = output.ToString()[..^Environment.NewLine.Length];
        Assert.StartsWith("fail: Test[1] /", line, StringComparison.Ordinal);
        Assert.DoesNotContain(line, static one => char.IsControl(one) || one is '\u2028' or '\u202e');
    }
}
