using FlowFunctions.App.Limits;
using FlowFunctions.App.Settings;

namespace FlowFunctions.App.Tests.Limits;

public sealed class LimitSettingTests
{
    [Fact]
    public void Read_NothingAtOnesOwnMachine_LimitsNothing()
    {
        var settings = Read(isLocal: true);

        Assert.Empty(settings.Defaults);
        Assert.Null(settings.AddressRequests);
    }

    [Fact]
    public void Read_NothingWhereOthersReachTheApp_LimitsEverything()
    {
        var settings = Read(isLocal: false);

        Assert.All(Limit.All, limit => Assert.Equal(limit.Standard, settings.Defaults[limit.Kind]));
        Assert.NotNull(settings.AddressRequests);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Read_Values_TakesThem(bool isLocal)
    {
        var settings = Read(
            isLocal,
            ("Limits__openRuns", "7"),
            ("Limits:Most:OpenRuns", "70"),
            ("Limits__addressRequests", "3")
        );

        Assert.Equal(7, settings.Defaults[LimitKind.OpenRuns]);
        Assert.Equal(70, settings.Most[LimitKind.OpenRuns]);
        Assert.Equal(3, settings.AddressRequests);
    }

    [Theory]
    [InlineData("Limits__openRuns", "none")]
    [InlineData("Limits__openRuns", "0")]
    [InlineData("Limits__openRuns", "-1")]
    [InlineData("Limits__callerRequests", "100001")]
    [InlineData("Limits__Most__storage", "9007199254740992")]
    [InlineData("Limits__openRun", "1")]
    [InlineData("Limits__Most__addressRequests", "1")]
    public void Read_WhatCannotBe_NamesTheSetting(string name, string value)
    {
        var refusal = Assert.Throws<SettingException>(() => Read(isLocal: false, (name, value)));

        Assert.Contains(name, refusal.Message, StringComparison.Ordinal);
    }

    private static LimitSettings Read(bool isLocal, params (string Name, string Value)[] values) =>
        LimitSettings.Read(
            new SettingValues([], values.Select(static value => KeyValuePair.Create(value.Name, value.Value))),
            isLocal
        );
}
