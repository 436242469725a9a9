using FlowFunctions.App.Durable;
using FlowFunctions.App.Settings;

namespace FlowFunctions.App.Tests.Durable;

public sealed class TendingSettingTests
{
    [Fact]
    public void Read_Nothing_IsTheEnginesOwn() => Assert.Equal(new TendingSettings(), Read());

    [Fact]
    public void Read_Both_AreTaken() =>
        Assert.Equal(
            new TendingSettings { KeepEnded = TimeSpan.FromHours(36), MaxRewinds = 0 },
            Read(("Engine:DurableTask:KeepEnded", "1.12:00:00"), ("Engine__DurableTask__MaxRewinds", "0"))
        );

    [Theory]
    [InlineData("KeepEnded", "00:59:59")]
    [InlineData("KeepEnded", "366.00:00:00")]
    [InlineData("KeepEnded", "-1.00:00:00")]
    [InlineData("KeepEnded", "a day")]
    [InlineData("MaxRewinds", "-1")]
    [InlineData("MaxRewinds", "101")]
    [InlineData("MaxRewinds", "often")]
    public void Read_OutOfRange_SaysWhatToSet(string name, string value)
    {
        var refused = Assert.Throws<SettingException>(() => Read(("Engine__DurableTask__" + name, value)));

        Assert.Contains($"Engine__DurableTask__{name} is '{value}'. Set ", refused.Message, StringComparison.Ordinal);
    }

    private static TendingSettings Read(params (string Name, string Value)[] values) =>
        TendingSettings.Read(
            new SettingValues([], values.Select(static value => KeyValuePair.Create(value.Name, value.Value)))
        );
}
