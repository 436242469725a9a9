using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using FlowFunctions.Storage.Accounts;

namespace FlowFunctions.Storage.Queues;

/// <summary>
/// A message that this process has taken and nobody else gets for a while. Methods throw <see cref="Azure.RequestFailedException"/> when the
/// service cannot be reached; that somebody else has the message by now is no failure. Thread-safe.
/// </summary>
public sealed class HeldMessage : IDisposable
{
    private readonly QueueClient _queue;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _turn = new(1);
    private string _receipt;
    private long _heldUntil;

    /// <param name="queue">Its queue.</param>
    /// <param name="message">The message.</param>
    /// <param name="heldUntil">Nobody else gets it before.</param>
    /// <param name="time">The clock.</param>
    internal HeldMessage(QueueClient queue, QueueMessage message, DateTimeOffset heldUntil, TimeProvider time)
    {
        (_queue, _receipt, HeldUntil, _time) = (queue, message.PopReceipt, heldUntil, time);
        (Id, Text, Count) = (message.MessageId, message.Body.ToString(), message.DequeueCount);
        InsertedAt = message.InsertedOn ?? DateTimeOffset.UnixEpoch;
    }

    /// <summary>Its id, the same each time that it is taken.</summary>
    public string Id { get; }

    /// <summary>Its text as it is stored.</summary>
    public string Text { get; }

    /// <summary>When the queue took it.</summary>
    public DateTimeOffset InsertedAt { get; }

    /// <summary>How often it was taken, this time included.</summary>
    public long Count { get; }

    /// <summary>Whether the time is over in which nobody else gets it. Renewing it tells who has it.</summary>
    public bool MayBeLost => _time.GetUtcNow() >= HeldUntil;

    private DateTimeOffset HeldUntil
    {
        get => new(Volatile.Read(ref _heldUntil), TimeSpan.Zero);
        set => Volatile.Write(ref _heldUntil, value.UtcTicks);
    }

    /// <summary>Whether it is deleted, given back or lost to somebody else.</summary>
    public bool IsSettled { get; private set; }

    /// <summary>Holds it for longer; does nothing when it is settled.</summary>
    /// <param name="visibility">How long from now on; whole seconds.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    public Task RenewAsync(TimeSpan visibility, CancellationToken cancellationToken) =>
        InTurnAsync(
            async () =>
            {
                // The time before the request: the service counts from later on.
                var until = _time.GetUtcNow() + visibility;
                _receipt = (
                    await _queue.UpdateMessageAsync(
                        Id,
                        _receipt,
                        messageText: null,
                        visibility,
                        cancellationToken: cancellationToken
                    )
                )
                    .Value
                    .PopReceipt;
                HeldUntil = until;
                return false;
            },
            cancellationToken
        );

    /// <summary>Deletes it from the queue.</summary>
    /// <param name="cancellationToken">Stops the request.</param>
    public Task DeleteAsync(CancellationToken cancellationToken) =>
        InTurnAsync(
            async () =>
            {
                await _queue.DeleteMessageAsync(Id, _receipt, cancellationToken);
                return true;
            },
            cancellationToken
        );

    /// <summary>Lets others take it again.</summary>
    /// <param name="after">When; whole seconds from now on, or zero for at once.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    public Task GiveBackAsync(TimeSpan after, CancellationToken cancellationToken) =>
        InTurnAsync(
            async () =>
            {
                await _queue.UpdateMessageAsync(
                    Id,
                    _receipt,
                    messageText: null,
                    after,
                    cancellationToken: cancellationToken
                );
                return true;
            },
            cancellationToken
        );

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    /// <summary>Each request changes the receipt that the next one needs.</summary>
    private async Task InTurnAsync(Func<Task<bool>> settle, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (!IsSettled)
            {
                var isDone = false;

                // 404, or 400 for the receipt: it is gone, or somebody else has it.
                var isOurs = await StorageFailure.TryAsync(async () => isDone = await settle(), 404, 400);
                IsSettled = isDone || !isOurs;
            }
        }
        finally
        {
            _turn.Release();
        }
    }
}
