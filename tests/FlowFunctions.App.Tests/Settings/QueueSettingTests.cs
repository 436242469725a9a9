using FlowFunctions.App.Settings;
using FlowFunctions.App.Triggers.Queues;

namespace FlowFunctions.App.Tests.Settings;

public sealed class QueueSettingTests
{
    [Fact]
    public void Settings_Without_AreTheDocumentedOnes() => Assert.Equal(new QueueSettings(), Read());

    [Fact]
    public void Settings_Given_AreTaken()
    {
        var settings = Read(
            ("Queues__LongestPause", "00:00:30"),
            ("Queues:Visibility", "00:05:00"),
            ("QUEUES__PARALLEL", "64")
        );

        Assert.Equal(
            (TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(5), 64),
            (settings.LongestPause, settings.Visibility, settings.Parallel)
        );
    }

    [Theory]
    [InlineData("Queues__LongestPause", "00:00:00.05")]
    [InlineData("Queues__LongestPause", "00:01:01")]
    [InlineData("Queues__LongestPause", "soon")]
    [InlineData("Queues__Visibility", "00:00:02")]
    [InlineData("Queues__Visibility", "00:10:01")]
    [InlineData("Queues__Parallel", "0")]
    [InlineData("Queues__Parallel", "65")]
    public void Setting_OutOfItsRange_IsRefusedWithTheRange(string name, string value)
    {
        var refusal = Assert.Throws<SettingException>(() => Read((name, value)));

        Assert.Contains($"{name} is '{value}'", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(" to ", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Pauses_Double_UpToTheLongest()
    {
        var settings = new QueueSettings();
        var looks = new List<double>();
        for (var pause = TimeSpan.Zero; looks.Count < 9; looks.Add(pause.TotalSeconds))
        {
            pause = settings.Longer(pause);
        }

        Assert.Equal([0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 10, 10], looks);
        Assert.Equal(
            [1, 2, 4, 8, 32, 60, 60],
            ((int[])[1, 2, 3, 4, 6, 7, 100]).Select(tries => settings.RetryAfter(tries).TotalSeconds)
        );
    }

    private static QueueSettings Read(params (string Name, string Value)[] values) =>
        QueueSettings.Read(
            new SettingValues([], values.Select(static value => KeyValuePair.Create(value.Name, value.Value)))
        );
}
