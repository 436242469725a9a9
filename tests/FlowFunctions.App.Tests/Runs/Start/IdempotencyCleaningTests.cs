using FlowFunctions.App.Runs.Start;
using FlowFunctions.App.Tests.Apps;
using FlowFunctions.Engine.Embedded.Tests.Engine;
using FlowFunctions.Storage.Accounts;
using FlowFunctions.Storage.Idempotency;
using Microsoft.Extensions.Logging.Abstractions;

namespace FlowFunctions.App.Tests.Runs.Start;

[Collection(nameof(AppTests))]
public sealed class IdempotencyCleaningTests(AppFixture fixture)
{
    [Fact]
    public async Task Cleaning_AnHourLater_DeletesWhatHasExpired()
    {
        var time = new ManualTime();
        var account = StorageAccount.Connect(fixture.Azurite.ConnectionString);
        var table = account.Tables.GetTableClient(StorageLayout.Idempotency);
        var workspace = AppFixture.NewId("workspace");
        await new IdempotencyStore(account, time, TimeSpan.FromMinutes(1)).ClaimAsync(
            workspace,
            "old",
            "hash",
            "run-a"
        );
        var claims = new IdempotencyStore(account, time);
        await claims.ClaimAsync(workspace, "new", "hash", "run-b");
        var before = await CountAsync();
        using var cleaning = new IdempotencyCleaning(claims, time, NullLogger<IdempotencyCleaning>.Instance);
        await cleaning.StartAsync(CancellationToken.None);

        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (time.NextDue is null)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), limit.Token);
        }

        time.Advance(TimeSpan.FromHours(1));
        while (await CountAsync() == before)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), limit.Token);
        }

        await cleaning.StopAsync(CancellationToken.None);
        var kept = await claims.ClaimAsync(workspace, "new", "hash", "run-c");

        Assert.Equal(2, before);
        Assert.Equal(1, await CountAsync());
        Assert.Equal("run-b", kept.RunId);

        async Task<int> CountAsync() =>
            await table.QueryAsync().CountAsync(row => row.PartitionKey!.Contains(workspace, StringComparison.Ordinal));
    }
}
