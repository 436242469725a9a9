using FlowFunctions.App.Triggers.Queues.Messages;
using FlowFunctions.Storage.Queues;

namespace FlowFunctions.App.Triggers.Queues.Pumps;

/// <summary>Takes the messages of one queue as long as there are some.</summary>
/// <param name="consumer">What becomes of them.</param>
/// <param name="queue">The queue.</param>
/// <param name="handling">Settles a message.</param>
/// <param name="settings">How queues are read.</param>
/// <param name="time">The clock.</param>
internal sealed class MessagePump(
    IMessageConsumer consumer,
    MessageQueue queue,
    MessageHandling handling,
    QueueSettings settings,
    TimeProvider time
)
{
    /// <summary>Whose messages they are.</summary>
    public IMessageConsumer Consumer => consumer;

    /// <summary>Takes messages until the queue is empty, its consumer wants none, or it shall stop.</summary>
    /// <param name="stop">Takes no more; what is being started is finished.</param>
    /// <param name="giveUp">Ends what is under way.</param>
    /// <returns>How many messages there were.</returns>
    /// <exception cref="Azure.RequestFailedException">Storage refused, or cannot be reached.</exception>
    /// <exception cref="OperationCanceledException">It was given up.</exception>
    public async Task<int> DrainAsync(CancellationToken stop, CancellationToken giveUp)
    {
        var total = 0;
        while (!stop.IsCancellationRequested && consumer.IsActive)
        {
            // A request that is cut off would hide messages for a while, so stopping waits for its answer.
            var messages = await queue.ReceiveAsync(consumer.Batch, settings.Visibility, giveUp);
            if (messages.Count == 0)
            {
                break;
            }

            total += messages.Count;
            await SettleAsync(messages, stop, giveUp);
        }

        return total;
    }

    private async Task SettleAsync(
        IReadOnlyList<HeldMessage> messages,
        CancellationToken stop,
        CancellationToken giveUp
    )
    {
        await using var batch = new HeldBatch(messages, settings.Visibility, time);
        var options = new ParallelOptions { MaxDegreeOfParallelism = settings.Parallel, CancellationToken = giveUp };
        await Parallel.ForEachAsync(
            batch.Messages,
            options,
            async (message, cancellation) => await handling.SettleAsync(consumer, message, stop, cancellation)
        );
    }
}
