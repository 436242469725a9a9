using Azure;
using FlowFunctions.Storage.Accounts;

namespace FlowFunctions.Storage.Queues;

/// <summary>
/// Poison queues as people look at them. Methods throw <see cref="RequestFailedException"/> when the service refuses or cannot be reached. Thread-safe.
/// </summary>
/// <param name="account">The account.</param>
/// <param name="time">The clock.</param>
public sealed class PoisonStore(StorageAccount account, TimeProvider time)
{
    /// <summary>As many messages are shown (Peek Messages, Queue service).</summary>
    public const int MaxShown = 32;

    /// <summary>As many messages are looked through, or used, at once.</summary>
    public const int MaxAtOnce = 320;

    // Long enough for each of them to be sent on.
    private static readonly TimeSpan Visibility = TimeSpan.FromMinutes(1);

    /// <summary>Looks at the first messages of a queue, which stay as they are.</summary>
    /// <param name="queue">The poison queue's name in the storage account.</param>
    /// <param name="cancellationToken">Stops the requests.</param>
    /// <returns>About how many there are, and the first ones; none when there is no such queue.</returns>
    public async Task<(int Count, IReadOnlyList<PoisonMessage> First)> PeekAsync(
        string queue,
        CancellationToken cancellationToken = default
    )
    {
        var client = account.Queues.GetQueueClient(queue);
        try
        {
            var count = (await client.GetPropertiesAsync(cancellationToken)).Value.ApproximateMessagesCount;
            var peeked = (await client.PeekMessagesAsync(MaxShown, cancellationToken)).Value;
            return (count, [.. peeked.Select(static one => new PoisonMessage(one.MessageId, one.Body.ToString()))]);
        }
        catch (RequestFailedException exception) when (exception.ErrorCode == "QueueNotFound")
        {
            return (0, []);
        }
    }

    /// <summary>Takes messages away.</summary>
    /// <param name="queue">The poison queue's name in the storage account.</param>
    /// <param name="messageId">The message; null for all, as far as <see cref="MaxAtOnce"/> goes.</param>
    /// <param name="use">Uses a message before it is deleted; when that fails it stays, and so do those that follow.</param>
    /// <param name="cancellationToken">Stops the requests; messages that are in hand come back after a minute.</param>
    /// <returns>How many were taken away.</returns>
    public async Task<int> TakeAsync(
        string queue,
        string? messageId,
        Func<PoisonMessage, Task> use,
        CancellationToken cancellationToken = default
    )
    {
        var others = new List<HeldMessage>();
        var taken = 0;
        try
        {
            var messages = new MessageQueue(account, queue, time);
            for (var seen = 0; seen < MaxAtOnce; )
            {
                var batch = await messages.ReceiveAsync(MaxShown, Visibility, cancellationToken);
                others.AddRange(batch);
                foreach (var message in batch.Where(message => messageId is null || message.Id == messageId))
                {
                    await use(new PoisonMessage(message.Id, message.Text));
                    await message.DeleteAsync(cancellationToken);
                    taken++;
                }

                seen += batch.Count;
                if (batch.Count == 0 || (messageId is not null && taken > 0))
                {
                    break;
                }
            }

            return taken;
        }
        finally
        {
            await GiveBackAsync(others);
        }
    }

    /// <summary>What was taken only to be looked at; those that are deleted are left out by themselves.</summary>
    private static async Task GiveBackAsync(List<HeldMessage> messages)
    {
        foreach (var message in messages)
        {
            using (message)
            {
                try
                {
                    await message.GiveBackAsync(TimeSpan.Zero, CancellationToken.None);
                }
                catch (Exception exception) when (StorageFailure.Is(exception, CancellationToken.None))
                {
                    // They come back by themselves.
                }
            }
        }
    }
}

/// <summary>A message of a poison queue.</summary>
/// <param name="Id">Its id in that queue.</param>
/// <param name="Text">Its text.</param>
public sealed record PoisonMessage(string Id, string Text);
