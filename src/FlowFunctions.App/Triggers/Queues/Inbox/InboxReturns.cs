using System.Buffers;
using System.Text;
using System.Text.Json;
using FlowFunctions.App.Requests;
using FlowFunctions.App.Triggers.Queues.Messages;
using FlowFunctions.Flows.Triggers;
using FlowFunctions.Storage.Queues;

namespace FlowFunctions.App.Triggers.Queues.Inbox;

/// <summary>
/// Puts a message into the queue <c>flow-runs</c> once more, as another message that names the same run: a Functions host counts every try,
/// also one that came while the engine had too much to do.
/// </summary>
internal sealed class InboxReturns(QueueSender sender)
{
    private static readonly TimeSpan Delay = TimeSpan.FromSeconds(30);

    /// <summary>Sends a message again.</summary>
    /// <exception cref="QueueFailedException">It could not be sent.</exception>
    public async Task SendAsync(IncomingMessage message, CancellationToken cancellationToken)
    {
        // In Base64, as the host reads messages. One that has no room for the id keeps its text: its run has not begun under any.
        var text = Convert.ToBase64String(Write(QueuedStart.Read(message.Text), InboxMessages.RunIdOf(message)));
        var returned =
            text.Length > QueueSender.MaxBytes ? Convert.ToBase64String(Encoding.UTF8.GetBytes(message.Text)) : text;
        await sender.SendAsync(QueueName.Inbox, returned, Delay, QueueSender.ForEver, cancellationToken);
    }

    private static byte[] Write(QueuedStart asked, string runId)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, JsonAnswer.Options))
        {
            json.WriteStartObject();
            json.WriteString("flow", asked.FlowId);
            json.WriteString("id", asked.RunId ?? runId);
            if (asked.Version is { } version)
            {
                json.WriteNumber("version", version);
            }

            if (asked.Input.Length > 0)
            {
                json.WritePropertyName("input");
                json.WriteRawValue(asked.Input);
            }

            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }
}
