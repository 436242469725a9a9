using Azure;
using FlowFunctions.Engine.Embedded.Tests.Engine;
using FlowFunctions.Storage.Accounts;
using FlowFunctions.Storage.Idempotency;
using FlowFunctions.Storage.Tests.Local;
using FlowFunctions.Storage.Tests.Servers;
using Microsoft.AspNetCore.Http;

namespace FlowFunctions.Storage.Tests.Idempotency;

[Collection(nameof(StorageTests))]
public sealed class IdempotencyStoreTests(AzuriteFixture fixture)
{
    private readonly ManualTime _time = new();
    private readonly string _workspace = AzuriteFixture.NewName();

    private IdempotencyStore Store => new(fixture.Account, _time);

    [Theory]
    [InlineData("8e03978e-40d5-43dd-bc93-6894a57f9324")]
    [InlineData("a/b\\c#d?e%f'g\u0001 日本")]
    [InlineData("")]
    public async Task Key_ClaimedTwice_StandsForTheFirstRun(string key)
    {
        Assert.Equal(("run-1", true, true), Known(await Store.ClaimAsync(_workspace, key, "hash", "run-1")));
        Assert.Equal(("run-1", false, true), Known(await Store.ClaimAsync(_workspace, key, "hash", "run-2")));
        Assert.Equal(("run-1", false, false), Known(await Store.ClaimAsync(_workspace, key, "other", "run-3")));
        Assert.True((await Store.ClaimAsync(_workspace, key + " ", "hash", "run-4")).IsNew);
        Assert.True((await Store.ClaimAsync(_workspace + "2", key, "hash", "run-5")).IsNew);
    }

    [Fact]
    public async Task Key_VeryLong_IsTaken()
    {
        var key = new string('k', 10_000);

        Assert.True((await Store.ClaimAsync(_workspace, key, "hash", "run-1")).IsNew);
        Assert.Equal("run-1", (await Store.ClaimAsync(_workspace, key, "hash", "run-2")).RunId);
    }

    [Fact]
    public async Task Key_ClaimedByManyAtOnce_OneWins()
    {
        var claims = await Task.WhenAll(
            Enumerable.Range(0, 20).Select(i => Store.ClaimAsync(_workspace, "key", "hash", $"run-{i}"))
        );

        var winner = Assert.Single(claims, static claim => claim.IsNew);
        Assert.All(claims, claim => Assert.Equal(winner.RunId, claim.RunId));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    public async Task Key_KeptForATimeOfItsOwn_StandsForANewRunAfterIt(int hours)
    {
        var keep = TimeSpan.FromHours(hours);
        await Store.ClaimAsync(_workspace, "key", "hash", "run-1", keep);
        _time.Advance(keep - TimeSpan.FromTicks(1));
        Assert.Equal("run-1", (await Store.ClaimAsync(_workspace, "key", "hash", "run-2", keep)).RunId);

        _time.Advance(TimeSpan.FromTicks(1));
        Assert.True((await Store.ClaimAsync(_workspace, "key", "hash", "run-3", keep)).IsNew);
    }

    [Fact]
    public async Task Key_After24Hours_StandsForANewRun()
    {
        await Store.ClaimAsync(_workspace, "key", "hash", "run-1");
        _time.Advance(TimeSpan.FromHours(24) - TimeSpan.FromTicks(1));
        Assert.Equal("run-1", (await Store.ClaimAsync(_workspace, "key", "hash", "run-2")).RunId);

        _time.Advance(TimeSpan.FromTicks(1));
        var claims = await Task.WhenAll(
            Enumerable.Range(0, 10).Select(i => Store.ClaimAsync(_workspace, "key", "other", $"new-{i}"))
        );

        var winner = Assert.Single(claims, static claim => claim.IsNew);
        Assert.All(claims, claim => Assert.Equal((winner.RunId, true), (claim.RunId, claim.Matches)));
    }

    [Fact]
    public async Task Claim_AnswerLost_IsStillTheCallersOwn()
    {
        await using var server = await AnsweringServer.StartAsync(
            async (context, number) =>
            {
                await Forwarding.SendAsync(context, fixture.Azurite.TableEndpoint);
                if (number == 1)
                {
                    context.Abort();
                }
            }
        );
        var store = new IdempotencyStore(StorageAccount.Connect(Endpoints.ConnectionString(server.Address)), _time);

        Assert.Equal(("run-1", true, true), Known(await store.ClaimAsync(_workspace, "key", "hash", "run-1")));
        Assert.Equal(3, server.Requests);
    }

    [Fact]
    public async Task Release_OwnClaim_FreesTheKey()
    {
        var claim = await Store.ClaimAsync(_workspace, "key", "hash", "run-1");

        await Store.ReleaseAsync(claim with { RunId = "run-2" });
        await Store.ReleaseAsync(claim with { Starter = "another app" });
        Assert.False((await Store.ClaimAsync(_workspace, "key", "hash", "run-3")).IsNew);
        await Store.ReleaseAsync(claim);
        await Store.ReleaseAsync(claim);

        Assert.True((await Store.ClaimAsync(_workspace, "key", "hash", "run-4")).IsNew);
    }

    [Fact]
    public async Task Release_RunThatHasBegun_KeepsTheKey()
    {
        var keep = TimeSpan.FromHours(1);
        var claim = await Store.ClaimAsync(_workspace, "key", "hash", "run-1", keep, "an app");
        Assert.True(await Store.ConfirmAsync(claim));

        await Store.ReleaseAsync(claim);

        Assert.False((await Store.ClaimAsync(_workspace, "key", "hash", "run-2")).IsNew);
    }

    [Fact]
    public async Task Clean_InBatches_DeletesWhatHasExpired()
    {
        var store = new IdempotencyStore(fixture.Account, _time, TimeSpan.FromMinutes(1));
        for (var i = 0; i < 7; i++)
        {
            await store.ClaimAsync(_workspace, $"old-{i}", "hash", "run");
        }

        _time.Advance(TimeSpan.FromMinutes(1));
        await store.ClaimAsync(_workspace, "new", "hash", "run-new");
        await store.ClaimAsync(_workspace, "old-0", "hash", "renewed");

        Assert.Equal(4, await store.CleanAsync(4));
        while (await store.CleanAsync(4) == 4) { }

        var rows = fixture.Account.Tables.GetTableClient(StorageLayout.Idempotency);
        var left = await rows.QueryAsync(TableLeft()).Select(static row => row.GetString("Run")).ToListAsync();
        Assert.Equal(["renewed", "run-new"], left.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Clean_ClaimRenewedAtThatMoment_Stays()
    {
        await Store.ClaimAsync(_workspace, "key", "hash", "run-1");
        _time.Advance(TimeSpan.FromDays(2));
        await using var server = await AnsweringServer.StartAsync(
            async (context, _) =>
            {
                if (context.Request.Method == "DELETE")
                {
                    await Store.ClaimAsync(_workspace, "key", "hash", "run-2");
                }

                await Forwarding.SendAsync(context, fixture.Azurite.TableEndpoint);
            }
        );
        var slow = new IdempotencyStore(StorageAccount.Connect(Endpoints.ConnectionString(server.Address)), _time);

        await slow.CleanAsync(1_000);

        Assert.Equal("run-2", (await Store.ClaimAsync(_workspace, "key", "hash", "run-3")).RunId);
    }

    [Fact]
    public async Task Claim_WithoutItsTable_Fails()
    {
        await using var server = await AnsweringServer.StartAsync(
            static (context, _) =>
            {
                context.Response.StatusCode = 404;
                return context.Response.WriteAsync(
                    """{"odata.error":{"code":"TableNotFound","message":{"value":"No table."}}}"""
                );
            }
        );
        var store = new IdempotencyStore(StorageAccount.Connect(Endpoints.ConnectionString(server.Address)), _time);

        var failure = await Assert.ThrowsAsync<RequestFailedException>(() =>
            store.ClaimAsync(_workspace, "key", "hash", "run-1")
        );

        Assert.Equal(404, failure.Status);
    }

    [Fact]
    public async Task Claim_OfAStarter_IsItsUntilItHasBegun()
    {
        var claim = await StartingAsync("run-1", "one");
        var found = await StartingAsync("run-2", "two");
        Assert.True(await Store.ConfirmAsync(claim));
        var begun = await StartingAsync("run-3", "two");

        Assert.Equal(("run-1", "one", false), (found.RunId, found.Starter, found.HasStarted));
        Assert.Equal(("run-1", "one", true), (begun.RunId, begun.Starter, begun.HasStarted));
        Assert.Null(await Store.TryTakeOverAsync(found, "two"));
    }

    [Fact]
    public async Task Claim_Doubted_CanStillBeConfirmed()
    {
        var claim = await StartingAsync("run-1", "one");
        var found = await StartingAsync("run-2", "two");

        Assert.True(await Store.TryDoubtAsync(found));
        Assert.False(await Store.TryDoubtAsync(found));
        var doubted = await StartingAsync("run-2", "two");
        Assert.True(await Store.ConfirmAsync(claim));

        Assert.True(doubted.IsDoubted);
        Assert.Null(await Store.TryTakeOverAsync(doubted, "two"));
    }

    [Fact]
    public async Task Claim_TakenOverByManyAtOnce_OneHasIt()
    {
        var claim = await StartingAsync("run-1", "one");
        var found = await StartingAsync("run-2", "two");

        var taken = await Task.WhenAll(
            Enumerable.Range(0, 10).Select(i => Store.TryTakeOverAsync(found, $"other-{i}"))
        );

        var winner = Assert.Single(taken.OfType<IdempotencyClaim>());
        Assert.Equal("run-1", winner.RunId);
        Assert.False(await Store.ConfirmAsync(claim));
        Assert.True(await Store.ConfirmAsync(winner));
    }

    [Fact]
    public async Task Starting_OfAStarter_AreThoseThatHaveNotBegun()
    {
        var starter = AzuriteFixture.NewName();
        var begun = await StartingAsync("run-1", starter);
        await StartingAsync("run-2", starter, "other");
        await Store.ConfirmAsync(begun);

        var left = await Store.ListStartingAsync(starter).ToListAsync();

        Assert.Equal("run-2", Assert.Single(left).RunId);
        Assert.True(await Store.ConfirmAsync(left[0]));
    }

    private static (string RunId, bool IsNew, bool Matches) Known(IdempotencyClaim claim) =>
        (claim.RunId, claim.IsNew, claim.Matches);

    private Task<IdempotencyClaim> StartingAsync(string runId, string starter, string key = "key") =>
        Store.ClaimAsync(_workspace, key, "hash", runId, TimeSpan.FromHours(1), starter);

    private string TableLeft() => $"PartitionKey ge '{_workspace}~' and PartitionKey lt '{_workspace}~~'";
}
