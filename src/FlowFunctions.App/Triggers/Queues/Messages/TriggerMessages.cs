using System.Buffers;
using System.Globalization;
using System.Text.Json;
using FlowFunctions.App.Problems;
using FlowFunctions.App.Requests;
using FlowFunctions.Engine.Payloads;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Flows.Triggers;
using FlowFunctions.Storage.Queues;

namespace FlowFunctions.App.Triggers.Queues.Messages;

/// <summary>The messages of a queue that a flow's trigger names: each starts a run. A new version of the flow counts from the next message on.</summary>
/// <param name="key">The trigger.</param>
/// <param name="queue">The queue.</param>
/// <param name="registry">Finds the trigger as it is now.</param>
/// <param name="starter">Starts runs.</param>
/// <param name="activity">Notes what could not be used.</param>
/// <param name="time">The clock.</param>
internal sealed class TriggerMessages(
    TriggerKey key,
    WorkspaceQueue queue,
    TriggerRegistry registry,
    TriggerStarter starter,
    TriggerActivity activity,
    TimeProvider time
) : IMessageConsumer
{
    /// <inheritdoc/>
    public string Queue => queue.StorageName;

    /// <inheritdoc/>
    public string PoisonQueue => queue.PoisonName;

    /// <inheritdoc/>
    public string? FlowId => key.FlowId;

    /// <inheritdoc/>
    public string? TriggerId => key.TriggerId;

    /// <inheritdoc/>
    public int Batch => Current?.Definition.Batch ?? 1;

    /// <inheritdoc/>
    public int MaxTries => Current?.Definition.MaxTries ?? int.MaxValue;

    /// <inheritdoc/>
    public bool IsActive => Current is { Trigger.Fires: true };

    private (ActiveTrigger Trigger, QueueTrigger Definition)? Current =>
        registry.Current.Find(key) is { Definition: QueueTrigger definition } trigger && definition.Queue == queue.Name
            ? (trigger, definition)
            : null;

    /// <inheritdoc/>
    /// <exception cref="OperationCanceledException">The trigger does not read the queue any more.</exception>
    public async ValueTask StartAsync(IncomingMessage message, CancellationToken cancellationToken)
    {
        var (trigger, definition) = Current ?? throw new OperationCanceledException($"The trigger '{key}' is gone.");
        var body = Read(definition.Format, message.Text);
        var run = new TriggeredRun(trigger, RunIdOf(message), ValueOf(message, body))
        {
            Input = body,
            MayHaveBegun = message.MayHaveBegun,
        };
        await starter.StartAsync(run, cancellationToken);
    }

    /// <summary>What becomes of a message that was read is noted by whoever starts its run.</summary>
    private JsonElement Read(MessageFormat format, string text)
    {
        try
        {
            return MessageBody.Read(format, text);
        }
        catch (ProblemException exception)
        {
            activity.Refused(key, exception.Problem.Code, exception.Problem.Detail, time.GetUtcNow());
            throw;
        }
    }

    /// <summary>The id of the run of a message, however often and to whomever it comes. Queues give ids anew when they are deleted and created.</summary>
    private string RunIdOf(IncomingMessage message)
    {
        var occasion = string.Create(CultureInfo.InvariantCulture, $"{message.Id}@{message.InsertedAt.UtcTicks}");
        return RunIds.Derived(message.InsertedAt, key.SeedOf(occasion));
    }

    private Payload ValueOf(IncomingMessage message, JsonElement body)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, JsonAnswer.Options))
        {
            json.WriteStartObject();
            json.WriteString("type", "queue");
            json.WriteString("id", key.TriggerId);
            json.WriteString("queue", queue.Name);
            json.WriteString("messageId", message.Id);
            json.WriteString("insertedAt", message.InsertedAt.UtcDateTime);
            json.WriteNumber("dequeueCount", message.Count);
            json.WritePropertyName("body");
            body.WriteTo(json);
            json.WriteEndObject();
        }

        return Payload.FromUtf8(buffer.WrittenSpan.ToArray());
    }
}
