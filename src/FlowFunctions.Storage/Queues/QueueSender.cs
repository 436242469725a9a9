using System.Buffers;
using System.Text;
using Azure;
using Azure.Storage.Queues;
using FlowFunctions.Storage.Accounts;

namespace FlowFunctions.Storage.Queues;

/// <summary>Sends messages to queues, which it creates when they are missing. At least once: a try whose answer is lost is repeated. Thread-safe.</summary>
/// <param name="account">The account.</param>
/// <param name="time">The clock that the limit is measured by.</param>
public sealed class QueueSender(StorageAccount account, TimeProvider time)
{
    /// <summary>The most bytes of a message's text in UTF-8 (Put Message, Queue service).</summary>
    public const int MaxBytes = 64 * 1024;

    /// <summary>The longest that a message may stay hidden at first (Put Message, Queue service).</summary>
    public static readonly TimeSpan MaxDelay = TimeSpan.FromDays(7);

    /// <summary>The time to live of a message that stays until it is deleted.</summary>
    public static readonly TimeSpan ForEver = TimeSpan.FromSeconds(-1);

    /// <summary>Tries and pauses together; a step or a pump has better things to wait for.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    /// <summary>A message was sent that can be received at once.</summary>
    public event EventHandler<QueueSentEventArgs>? Sent;

    /// <summary>Whether the service takes a text: it travels in XML 1.0, which cannot hold some control characters.</summary>
    /// <param name="text">The text.</param>
    public static bool CanCarry(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        for (var rest = text.AsSpan(); !rest.IsEmpty; )
        {
            // Half a surrogate pair cannot be encoded at all.
            if (
                Rune.DecodeFromUtf16(rest, out var rune, out var length) != OperationStatus.Done
                || rune.Value is < ' ' and not ('\t' or '\n')
                || rune.Value is 0xFFFE or 0xFFFF
            )
            {
                return false;
            }

            rest = rest[length..];
        }

        return true;
    }

    /// <summary>Sends a message.</summary>
    /// <param name="queue">The queue's name in the storage account.</param>
    /// <param name="text">The message as it is stored; at most <see cref="MaxBytes"/> of what <see cref="CanCarry"/>.</param>
    /// <param name="delay">How long it stays hidden; whole seconds, at most <see cref="MaxDelay"/>.</param>
    /// <param name="timeToLive">How long it is kept, or <see cref="ForEver"/>.</param>
    /// <param name="cancellationToken">Gives up; it may have been sent.</param>
    /// <exception cref="QueueFailedException">The service refused or did not answer.</exception>
    public async Task<SentMessage> SendAsync(
        string queue,
        string text,
        TimeSpan delay,
        TimeSpan timeToLive,
        CancellationToken cancellationToken
    )
    {
        using var limit = new CancellationTokenSource(Limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            var receipt = await SendAsync(
                account.Queues.GetQueueClient(queue),
                client => client.SendMessageAsync(text, delay, timeToLive, either.Token),
                either.Token
            );
            if (delay == TimeSpan.Zero)
            {
                Sent?.Invoke(this, new QueueSentEventArgs(queue));
            }

            return new SentMessage(receipt.MessageId, receipt.InsertionTime);
        }
        catch (Exception exception) when (StorageFailure.Is(exception, cancellationToken))
        {
            throw new QueueFailedException(
                $"The message could not be sent to the queue '{queue}': {StorageFailure.ReasonOf(exception)}",
                StorageFailure.IsTransient(exception) || exception is RequestFailedException { Status: 404 or 409 },
                exception
            );
        }
    }

    private static async Task<T> SendAsync<T>(
        QueueClient queue,
        Func<QueueClient, Task<Response<T>>> send,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await send(queue);
        }
        catch (RequestFailedException exception) when (exception.ErrorCode == "QueueNotFound")
        {
            await queue.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
            return await send(queue);
        }
    }
}
