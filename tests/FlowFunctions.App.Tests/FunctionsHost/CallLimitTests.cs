using FlowFunctions.App.FunctionsHost;
using FlowFunctions.App.Settings;

namespace FlowFunctions.App.Tests.FunctionsHost;

/// <summary>A step ends before the host would kill the handler over it.</summary>
public sealed class CallLimitTests
{
    private const string Setting = "AzureFunctionsJobHost__functionTimeout";

    [Theory]
    [InlineData("00:10:00", 570)]
    [InlineData("01:00:00", 3570)]
    [InlineData("00:01:00", 45)]
    [InlineData("-1", 86370)]
    public void Setting_OfTheHost_LimitsCalls(string timeout, int seconds)
    {
        var limit = CallLimit.Read(new SettingValues([], [new(Setting, timeout)]), Path.GetTempPath());

        Assert.Equal(TimeSpan.FromSeconds(seconds), limit);
    }

    [Fact]
    public void HostFile_OfThePublishedApp_LimitsCalls()
    {
        var folder = Directory.CreateTempSubdirectory("flow-host-").FullName;
        try
        {
            File.WriteAllText(Path.Combine(folder, "host.json"), """{ "functionTimeout": "00:20:00" /* as long */ }""");

            Assert.Equal(TimeSpan.FromSeconds(1170), CallLimit.Read(new SettingValues([], []), folder));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData("soon")]
    [InlineData("00:00:00")]
    [InlineData("-2")]
    public void Setting_ThatIsNoTime_IsRefusedWithWhatToSet(string timeout)
    {
        var refusal = Assert.Throws<SettingException>(() =>
            CallLimit.Read(new SettingValues([], [new(Setting, timeout)]), Path.GetTempPath())
        );

        Assert.Contains("00:10:00", refusal.Message, StringComparison.Ordinal);
    }
}
