using FlowFunctions.App.FunctionsHost;
using FlowFunctions.App.Settings;

namespace FlowFunctions.App.Tests.FunctionsHost;

public sealed class HostSettingTests
{
    [Theory]
    [InlineData("http://127.0.0.1:7071", "http://127.0.0.1:7071/")]
    [InlineData("http://+:80", "http://127.0.0.1/")]
    [InlineData("https://*:443;http://0.0.0.0:8080", "http://127.0.0.1:8080/")]
    [InlineData("http://[::]:80", "http://127.0.0.1/")]
    [InlineData("https://+:443", null)]
    [InlineData("", null)]
    public void Read_HostsAddress_IsOneThatThisMachineReaches(string urls, string? address)
    {
        var settings = FunctionsHostSettings.Read(
            new SettingValues([], [new("FUNCTIONS_CUSTOMHANDLER_PORT", "4711"), new("ASPNETCORE_URLS", urls)])
        )!;

        Assert.Equal("http://127.0.0.1:4711", settings.Url);
        Assert.Equal(address, settings.HostAddress?.ToString());
    }

    [Fact]
    public void Read_WithoutAHost_IsNull() =>
        Assert.Null(FunctionsHostSettings.Read(new SettingValues([], [new("ASPNETCORE_URLS", "http://+:80")])));

    [Theory]
    [InlineData("0")]
    [InlineData("65536")]
    [InlineData("http")]
    public void Read_NoPort_IsRefused(string port) =>
        Assert.Throws<SettingException>(() =>
            FunctionsHostSettings.Read(new SettingValues([], [new("FUNCTIONS_CUSTOMHANDLER_PORT", port)]))
        );

    [Fact]
    public void Storage_OfAFunctionApp_MustBeSet()
    {
        var refused = Assert.Throws<SettingException>(() => StorageSetting.Require(new SettingValues([], [])));
        var development = new SettingValues([], [new("AzureWebJobsStorage", "UseDevelopmentStorage=true")]);

        Assert.Contains("AzureWebJobsStorage is missing", refused.Message, StringComparison.Ordinal);
        Assert.Equal("devstoreaccount1", StorageSetting.Require(development).Account.Blobs.AccountName);
    }
}
