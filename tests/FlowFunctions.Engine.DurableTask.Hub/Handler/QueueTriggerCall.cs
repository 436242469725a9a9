using System.Text.Json;

namespace FlowFunctions.Engine.DurableTask.Hub.Handler;

/// <summary>A <c>queueTrigger</c> with one message of text.</summary>
/// <param name="Function">The function's name.</param>
/// <param name="Binding">The trigger's name.</param>
/// <param name="Text">The message.</param>
/// <param name="MessageId">The message's id.</param>
/// <param name="DequeueCount">How often it was taken, this time included.</param>
/// <param name="Client">A <c>durableClient</c> binding beside it, or null.</param>
internal sealed record QueueTriggerCall(
    string Function,
    string Binding,
    string Text,
    string MessageId,
    int DequeueCount = 1,
    DurableClientValue? Client = null
) : HandlerCall(Function)
{
    /// <inheritdoc />
    protected override void WriteData(Utf8JsonWriter writer)
    {
        WriteTwice(writer, Binding, Text);
        if (Client is not null)
        {
            WriteTwice(writer, Client.Name, Client.Json());
        }
    }

    /// <inheritdoc />
    protected override void WriteMetadata(Utf8JsonWriter writer)
    {
        WriteTwice(writer, "QueueTrigger", Text);
        writer.WriteNumber(nameof(DequeueCount), DequeueCount);
        WriteTwice(writer, "Id", MessageId);
    }
}
