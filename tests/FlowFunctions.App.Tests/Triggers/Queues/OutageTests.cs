using Azure.Storage.Queues;
using FlowFunctions.App.Tests.Apps;
using FlowFunctions.Storage.Local;

namespace FlowFunctions.App.Tests.Triggers.Queues;

/// <summary>The storage account goes away while messages are in hand, and comes back.</summary>
public sealed class OutageTests
{
    private const int Messages = 200;

    [Fact]
    public async Task Storage_ThatGoesAwayForAWhile_LosesNoMessageAndPoisonsNone()
    {
        var folder = Directory.CreateTempSubdirectory("flow-queue-outage");
        var options = new AzuriteOptions(AppFixture.AzuriteFolder)
        {
            DataFolder = Path.Combine(folder.FullName, "storage"),
        };
        var azurite = await Azurite.StartAsync(options);
        options = options with
        {
            BlobPort = azurite.BlobEndpoint.Port,
            QueuePort = azurite.QueueEndpoint.Port,
            TablePort = azurite.TableEndpoint.Port,
        };
        var queue = new QueueClient(azurite.ConnectionString, "away");
        await queue.CreateAsync();
        await Parallel.ForAsync(0, Messages, async (n, stop) => await queue.SendMessageAsync($"{n}", stop));
        await using (
            var app = await QueueFixture.StartAsync(azurite.ConnectionString, Path.Combine(folder.FullName, "data"))
        )
        {
            using var client = new HttpClient { BaseAddress = new Uri(app.Address) };
            await client.PublishAsync(QueueFixture.Echo("away"));
            await UntilAsync(queue, left: Messages / 2);

            await azurite.DisposeAsync();
            await client.UntilAsync("/api/flows", static answer => (int)answer.Status == 503);
            azurite = await Azurite.StartAsync(options);

            await UntilAsync(queue, left: 0);
            var runs = await client.UntilAsync(
                $"/api/runs?flow=away&limit=200&status=Succeeded",
                static list => list.Json.GetProperty("items").GetArrayLength() == Messages
            );
            Assert.False(runs.Json.TryGetProperty("continuation", out var more) && more.GetString() is not null);
            Assert.False(await new QueueClient(azurite.ConnectionString, "away-poison").ExistsAsync());
        }

        await azurite.DisposeAsync();
        folder.Delete(recursive: true);
    }

    private static async Task UntilAsync(QueueClient queue, int left)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while ((await queue.GetPropertiesAsync(limit.Token)).Value.ApproximateMessagesCount > left) { }
    }
}
