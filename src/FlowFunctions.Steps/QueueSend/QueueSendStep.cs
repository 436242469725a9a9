using System.Text.Json;
using FlowFunctions.Engine.Steps;
using FlowFunctions.Flows.Catalog;
using FlowFunctions.Steps.Catalog;
using FlowFunctions.Steps.Execution;
using FlowFunctions.Storage.Queues;

namespace FlowFunctions.Steps.QueueSend;

/// <summary>Sends a message to a queue.</summary>
/// <param name="queues">Sends it; null where there is no storage account.</param>
internal sealed class QueueSendStep(QueueSender? queues) : IStepType
{
    /// <inheritdoc/>
    public StepTypeDescriptor Descriptor { get; } = StepManifest.Descriptor("queue.send");

    /// <inheritdoc/>
    public async ValueTask<StepOutcome> ExecuteAsync(StepContext context, CancellationToken cancellationToken)
    {
        var message = OutgoingMessage.Read(context.With(), context.Request.Workspace);
        var sent = await SendAsync(message, cancellationToken);
        return new StepOutcome.Succeeded(PayloadWriter.Write((message.Queue.Name, sent), Write));
    }

    private async Task<SentMessage> SendAsync(OutgoingMessage message, CancellationToken cancellationToken)
    {
        try
        {
            var sender = queues ?? throw NotConfigured();
            return await sender.SendAsync(
                message.Queue.StorageName,
                message.Text,
                message.Delay,
                message.TimeToLive,
                cancellationToken
            );
        }
        catch (QueueFailedException exception)
        {
            throw new StepFailedException(
                new StepError
                {
                    Code = exception.IsTransient ? QueueErrorCodes.Unavailable : QueueErrorCodes.Refused,
                    Message = exception.Message,
                    Retryable = exception.IsTransient,
                },
                exception
            );
        }
    }

    private static StepFailedException NotConfigured() =>
        new(
            new StepError
            {
                Code = QueueErrorCodes.NotConfigured,
                Message =
                    "There is no storage account to send to. Set AzureWebJobsStorage to a connection string of one, or of Azurite, and run the flow again.",
            }
        );

    private static void Write(Utf8JsonWriter writer, (string Queue, SentMessage Sent) output)
    {
        writer.WriteStartObject();
        writer.WriteString("queue", output.Queue);
        writer.WriteString("messageId", output.Sent.Id);
        writer.WriteString("insertedAt", Timestamp.Format(output.Sent.InsertedAt));
        writer.WriteEndObject();
    }
}
