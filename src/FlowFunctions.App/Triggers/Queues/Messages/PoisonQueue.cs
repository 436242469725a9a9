using System.Text;
using FlowFunctions.Storage.Queues;

namespace FlowFunctions.App.Triggers.Queues.Messages;

/// <summary>Sends messages that could not be used to the poison queue beside theirs, with the reason. They stay there until somebody deletes them.</summary>
internal sealed partial class PoisonQueue(QueueSender sender, PoisonBlobs blobs, ILogger<PoisonQueue> logger)
{
    /// <summary>Sends a message; when the call returns, it may be deleted from its own queue.</summary>
    /// <exception cref="QueueFailedException">It could not be sent.</exception>
    /// <exception cref="Azure.RequestFailedException">Its text could not be stored.</exception>
    public async Task SendAsync(PoisonLetter letter, CancellationToken cancellationToken)
    {
        var text = letter.Write(blob: null);
        if (Encoding.UTF8.GetByteCount(text) > QueueSender.MaxBytes || !QueueSender.CanCarry(text))
        {
            var (id, body) = (letter.Message.Id, letter.Message.Text);
            text = letter.Write(await blobs.PutAsync(letter.Consumer.Queue, id, body, cancellationToken));
        }

        var queue = letter.Consumer.PoisonQueue;
        await sender.SendAsync(queue, text, TimeSpan.Zero, QueueSender.ForEver, cancellationToken);
        LogPoisoned(letter.Message.Id, letter.Consumer.Queue, queue, letter.Problem.Code, letter.Problem.Detail);
    }

    [LoggerMessage(
        1,
        LogLevel.Warning,
        "Message {Id} of the queue '{Queue}' was moved to '{PoisonQueue}': {Code}: {Reason}"
    )]
    private partial void LogPoisoned(string id, string queue, string poisonQueue, string code, string reason);
}
