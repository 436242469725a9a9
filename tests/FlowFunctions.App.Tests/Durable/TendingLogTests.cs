using FlowFunctions.App.Durable;
using FlowFunctions.Engine.DurableTask.Tending;
using Microsoft.Extensions.Logging;

namespace FlowFunctions.App.Tests.Durable;

public sealed class TendingLogTests
{
    private readonly LinesLog<TendingLog> _log = new();

    [Fact]
    public void Write_RoundInWhichNothingHappened_SaysNothing()
    {
        Assert.Empty(new TendingLog(_log).Write(new TendingReport()));
        Assert.Empty(_log.Lines);
    }

    [Fact]
    public void Write_Round_TellsEachRunOnceAndWarnsOfTrouble()
    {
        var report = new TendingReport
        {
            Rewound = ["first", "again"],
            RewoundAgain = ["again"],
            Recorded = ["recorded"],
            PutOff = ["stuck: The hub is out."],
            Purged = 7,
        };

        var lines = new TendingLog(_log).Write(report);

        Assert.Equal(lines, _log.Lines.Select(static line => line.Text));
        Assert.Equal(["first", "recorded", "7 ended"], Told(LogLevel.Information, "first", "recorded", "7 ended"));
        Assert.Equal(["again", "stuck"], Told(LogLevel.Warning, "again", "stuck"));
        Assert.Equal(5, lines.Count);
    }

    [Fact]
    public void WritePutOff_Outage_IsAWarningWithItsReason()
    {
        var line = new TendingLog(_log).WritePutOff(new IOException("The hub is out."));

        Assert.EndsWith("The hub is out.", line, StringComparison.Ordinal);
        Assert.Equal([LogLevel.Warning], _log.Levels);
    }

    private IEnumerable<string> Told(LogLevel level, params string[] words) =>
        words.Where(word =>
            _log.Lines.Exists(line => line.Level == level && line.Text.Contains(word, StringComparison.Ordinal))
        );
}
