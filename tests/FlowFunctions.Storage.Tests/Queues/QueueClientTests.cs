using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using FlowFunctions.Storage.Tests.Local;

namespace FlowFunctions.Storage.Tests.Queues;

/// <summary>The official client: what queue triggers need of it, for real.</summary>
[Collection(nameof(StorageTests))]
public sealed class QueueClientTests(AzuriteFixture fixture)
{
    private const int MaxDequeueCount = 5;

    [Fact]
    public async Task Message_Received_IsHiddenUntilItIsGivenBack()
    {
        var queue = await NewQueueAsync();
        await queue.SendMessageAsync("{\"text\":\"ü <&> 🚀\"}");

        var first = await ReceiveAsync(queue, TimeSpan.FromMinutes(1));
        Assert.Equal("{\"text\":\"ü <&> 🚀\"}", first!.Body.ToString());
        Assert.Null(await ReceiveAsync(queue));

        await queue.UpdateMessageAsync(first.MessageId, first.PopReceipt, first.Body, TimeSpan.Zero);
        var second = await ReceiveAsync(queue, TimeSpan.FromMinutes(1));
        Assert.Equal((first.MessageId, 2), (second!.MessageId, second.DequeueCount));

        var stale = await Assert.ThrowsAsync<RequestFailedException>(() =>
            queue.DeleteMessageAsync(first.MessageId, first.PopReceipt)
        );
        Assert.Contains(stale.Status, (int[])[400, 404]);
        await queue.DeleteMessageAsync(second.MessageId, second.PopReceipt);
        Assert.Equal(0, (await queue.GetPropertiesAsync()).Value.ApproximateMessagesCount);
    }

    [Fact]
    public async Task Message_SentForLater_IsNotThereYet()
    {
        var queue = await NewQueueAsync();
        await queue.SendMessageAsync("later", visibilityTimeout: TimeSpan.FromHours(1));

        Assert.Null(await ReceiveAsync(queue));
        Assert.Equal(1, (await queue.GetPropertiesAsync()).Value.ApproximateMessagesCount);
    }

    [Fact]
    public async Task Message_ThatKeepsFailing_MovesToThePoisonQueue()
    {
        var queue = await NewQueueAsync();
        var poison = new QueueClient(fixture.ConnectionString, $"{queue.Name}-poison", Options);
        await poison.CreateIfNotExistsAsync();
        await queue.SendMessageAsync("bad");

        QueueMessage message;
        while ((message = (await ReceiveAsync(queue))!).DequeueCount < MaxDequeueCount)
        {
            await queue.UpdateMessageAsync(message.MessageId, message.PopReceipt, message.Body, TimeSpan.Zero);
        }

        await poison.SendMessageAsync(message.Body, timeToLive: TimeSpan.FromSeconds(-1));
        await queue.DeleteMessageAsync(message.MessageId, message.PopReceipt);

        Assert.Equal("bad", (await ReceiveAsync(poison))!.Body.ToString());
        Assert.Equal(0, (await queue.GetPropertiesAsync()).Value.ApproximateMessagesCount);
    }

    [Fact]
    public async Task Messages_ReceivedTogether_AreAtMost32InOrder()
    {
        var queue = await NewQueueAsync();
        for (var number = 0; number < 33; number++)
        {
            await queue.SendMessageAsync($"{number}");
        }

        var messages = (await queue.ReceiveMessagesAsync(32)).Value;

        Assert.Equal(
            Enumerable.Range(0, 32),
            messages.Select(static message => int.Parse(message.Body.ToString(), null))
        );
    }

    // Base64 as the Functions host expects it.
    private static QueueClientOptions Options => new() { MessageEncoding = QueueMessageEncoding.Base64 };

    private async Task<QueueClient> NewQueueAsync()
    {
        var queue = new QueueClient(fixture.ConnectionString, AzuriteFixture.NewName(), Options);
        await queue.CreateAsync();
        return queue;
    }

    private static async Task<QueueMessage?> ReceiveAsync(QueueClient queue, TimeSpan? visibility = null) =>
        (await queue.ReceiveMessageAsync(visibility)).Value;
}
