using FlowFunctions.Storage.Tests.Local;
using FlowFunctions.Storage.Triggers;

namespace FlowFunctions.Storage.Tests.Triggers;

[Collection(nameof(StorageTests))]
public sealed class LeaseStoreTests(AzuriteFixture fixture)
{
    private static readonly TimeSpan Long = TimeSpan.FromHours(1);
    private readonly string _name = AzuriteFixture.NewName();

    private LeaseStore Store => new(fixture.Account);

    [Fact]
    public async Task Lease_TakenByOne_IsRefusedToOthersAndRenewedByItsOwner()
    {
        Assert.True(await Store.TryTakeAsync(_name, "a", Long));
        Assert.False(await Store.TryTakeAsync(_name, "b", Long));
        Assert.True(await Store.TryTakeAsync(_name, "a", Long));
        Assert.True(await Store.TryTakeAsync(_name + "2", "b", Long));
    }

    [Fact]
    public async Task Lease_WantedByManyAtOnce_IsGivenToOne()
    {
        var taken = await Task.WhenAll(
            Enumerable.Range(0, 20).Select(owner => Store.TryTakeAsync(_name, $"owner-{owner}", Long))
        );

        Assert.Single(taken, static isTaken => isTaken);
    }

    [Fact]
    public async Task Lease_Released_IsFreeAtOnce()
    {
        await Store.TryTakeAsync(_name, "a", Long);

        await Store.ReleaseAsync(_name, "b");
        Assert.False(await Store.TryTakeAsync(_name, "b", Long));
        await Store.ReleaseAsync(_name, "a");
        Assert.True(await Store.TryTakeAsync(_name, "b", Long));
    }

    [Fact]
    public async Task Lease_NotRenewed_IsTakenByOneOfThoseWhoAsk()
    {
        var lifetime = TimeSpan.FromSeconds(1);
        await Store.TryTakeAsync(_name, "a", lifetime);
        var owners = Enumerable.Range(0, 5).Select(static owner => $"owner-{owner}").ToList();
        var taken = new List<bool>();
        while (!taken.Contains(true))
        {
            taken = [.. await Task.WhenAll(owners.Select(owner => Store.TryTakeAsync(_name, owner, lifetime)))];
        }

        Assert.Single(taken, static isTaken => isTaken);
    }
}
