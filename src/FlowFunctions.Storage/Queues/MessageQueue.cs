using Azure;
using Azure.Storage.Queues;
using FlowFunctions.Storage.Accounts;

namespace FlowFunctions.Storage.Queues;

/// <summary>
/// A queue whose messages this process takes; any number of processes may take messages of the same queue. Methods throw
/// <see cref="RequestFailedException"/> when the service refuses or cannot be reached. Thread-safe.
/// </summary>
/// <param name="account">The account.</param>
/// <param name="name">The queue's name in the storage account.</param>
/// <param name="time">The clock; null for the system's.</param>
public sealed class MessageQueue(StorageAccount account, string name, TimeProvider? time = null)
{
    /// <summary>The most messages that one request gives (Get Messages, Queue service).</summary>
    public const int MaxBatch = 32;

    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private readonly QueueClient _queue = account.Queues.GetQueueClient(name);

    /// <summary>The queue's name in the storage account.</summary>
    public string Name => name;

    /// <summary>Takes messages; the queue is created when it is missing.</summary>
    /// <param name="max">The most messages, 1 to <see cref="MaxBatch"/>.</param>
    /// <param name="visibility">How long nobody else gets them; whole seconds.</param>
    /// <param name="cancellationToken">Gives up; messages that were on their way come again when <paramref name="visibility"/> is over.</param>
    public async Task<IReadOnlyList<HeldMessage>> ReceiveAsync(
        int max,
        TimeSpan visibility,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var until = _time.GetUtcNow() + visibility;
            var messages = (await _queue.ReceiveMessagesAsync(max, visibility, cancellationToken)).Value;
            return [.. messages.Select(message => new HeldMessage(_queue, message, until, _time))];
        }
        catch (RequestFailedException exception) when (exception.ErrorCode == "QueueNotFound")
        {
            await EnsureAsync(cancellationToken);
            return [];
        }
    }

    /// <summary>Creates the queue if it is missing.</summary>
    /// <param name="cancellationToken">Stops the request.</param>
    public Task EnsureAsync(CancellationToken cancellationToken) =>
        _queue.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
}
