using FlowFunctions.App.Limits.Values;
using FlowFunctions.App.Tests.Access.Tokens;
using FlowFunctions.App.Tests.Apps;
using FlowFunctions.Storage.Accounts;
using FlowFunctions.Storage.Limits;
using Microsoft.Extensions.Logging.Abstractions;

namespace FlowFunctions.App.Tests.Limits;

/// <summary>What instances tell each other of what they have used.</summary>
[Collection(nameof(AppTests))]
public sealed class UsageBookTests(AppFixture fixture)
{
    private readonly Clock _time = new(new DateTimeOffset(2031, 2, 3, 23, 0, 0, TimeSpan.Zero));
    private readonly string _workspace = AppFixture.NewId("usage");

    [Fact]
    public async Task ScriptSeconds_OfSeveralInstances_AreAddedUpUntilMidnight()
    {
        using var one = NewBook();
        using var two = NewBook();
        one.AddScript(_workspace, TimeSpan.FromSeconds(7));
        two.AddScript(_workspace, TimeSpan.FromSeconds(5));
        await one.ExchangeAsync(default);

        Assert.Equal(12, await two.ScriptSecondsAsync(_workspace));
        _time.MoveOn(TimeSpan.FromHours(2));
        Assert.Equal(0, await two.ScriptSecondsAsync(_workspace));
    }

    [Fact]
    public async Task ScriptSeconds_AfterARestart_GoOn()
    {
        using (var before = NewBook())
        {
            before.AddScript(_workspace, TimeSpan.FromSeconds(7));
            await before.StopAsync(default);
        }

        using var after = NewBook();
        Assert.Equal(7, await after.ScriptSecondsAsync(_workspace));
    }

    [Fact]
    public async Task Instances_ThatAreBusyWithTheSameWorkspace_AreKnownAsLongAsTheyAre()
    {
        using var one = NewBook();
        using var two = NewBook();
        one.InstancesOf(_workspace);
        two.InstancesOf(_workspace);
        await one.ExchangeAsync(default);
        await two.ExchangeAsync(default);

        Assert.Equal(2, two.InstancesOf(_workspace));
        _time.MoveOn(TimeSpan.FromMinutes(1));
        two.InstancesOf(_workspace);
        await two.ExchangeAsync(default);
        Assert.Equal(1, two.InstancesOf(_workspace));
    }

    [Fact]
    public async Task Clean_RowsOfEarlierDays_AreDeleted()
    {
        var store = new UsageStore(Account());
        var day = new DateOnly(1999, 1, 1);
        await store.PutAsync(new UsageRecord(day, _workspace, "one", 1, StepsAt: null));
        await store.PutAsync(new UsageRecord(day.AddDays(1), _workspace, "one", 1, StepsAt: null));

        Assert.Equal(1, await store.CleanAsync(day.AddDays(1), 100));

        Assert.Empty(await store.ListAsync(day, _workspace).ToListAsync());
        Assert.Single(await store.ListAsync(day.AddDays(1), _workspace).ToListAsync());
    }

    private StorageAccount Account() => StorageAccount.Connect(fixture.Azurite.ConnectionString);

    private UsageBook NewBook() => new(new UsageStore(Account()), _time, NullLogger<UsageBook>.Instance);
}
