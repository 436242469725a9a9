using FlowFunctions.App.Scripts;
using FlowFunctions.App.Settings;
using FlowFunctions.Runners;

namespace FlowFunctions.App.Tests.Settings;

public sealed class RunnerSettingTests
{
    [Fact]
    public void Read_Nothing_IsASandboxOrNoScripts()
    {
        var settings = Read();

        Assert.Equal(
            (SandboxKind.Auto, false, true),
            (settings.Sandbox, settings.AllowUnsandboxed, settings.AllowDownloads)
        );
        Assert.Null(settings.MaxProcesses);
        Assert.Null(settings.SessionPool);
        Assert.Null(SessionApp.PortOf(Values()));
    }

    [Fact]
    public void Read_Everything_IsTaken()
    {
        var settings = Read(
            ("Runners__Sandbox", "None"),
            ("Runners:AllowUnsandboxed", "true"),
            ("Runners__MaxProcesses", "7"),
            ("Runners__AllowDownloads", "false"),
            ("Runners__Python", "/opt/python/bin/python3"),
            ("Runners__SessionPool", "https://pool.example.com"),
            ("Runners__SessionPool__clientId", "id")
        );

        Assert.Equal(
            (SandboxKind.None, true, false),
            (settings.Sandbox, settings.AllowUnsandboxed, settings.AllowDownloads)
        );
        Assert.Equal(7, settings.MaxProcesses);
        Assert.Equal(("/opt/python/bin/python3", null, null), settings.Interpreters);
        Assert.Equal(("https://pool.example.com/", "id"), (settings.SessionPool?.ToString(), settings.SessionClientId));
        Assert.False(settings.NeedsBubblewrap);
    }

    [Theory]
    [InlineData("Runners__Sandbox", "docker")]
    [InlineData("Runners__AllowUnsandboxed", "maybe")]
    [InlineData("Runners__MaxProcesses", "0")]
    [InlineData("Runners__MaxProcesses", "1001")]
    [InlineData("Runners__SessionPool", "pool")]
    [InlineData("Runners__SessionPool", "http://pool.example.com")]
    public void Read_WhatCannotBeUsed_NamesTheSetting(string name, string value)
    {
        var refused = Assert.Throws<SettingException>(() => Read((name, value)));

        Assert.Contains(name, refused.Message, StringComparison.Ordinal);
        Assert.Contains(value, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void SessionPort_NoNumber_IsRefused() =>
        Assert.Throws<SettingException>(() => SessionApp.PortOf(Values((SessionApp.PortSetting, "-1"))));

    private static RunnerSettings Read(params (string Name, string Value)[] values) =>
        RunnerSettings.Read(Values(values));

    private static SettingValues Values(params (string Name, string Value)[] values) =>
        new([], values.Select(static value => KeyValuePair.Create(value.Name, value.Value)));
}
