using System.Globalization;
using FlowFunctions.App.Triggers.Queues.Inbox;
using FlowFunctions.App.Triggers.Queues.Messages;
using FlowFunctions.Engine.DurableTask.CustomHandler;

namespace FlowFunctions.App.FunctionsHost;

/// <summary>
/// <c>FlowRuns</c>: starts the run that a message of the queue <c>flow-runs</c> names. A message that starts none fails, and the host brings it
/// again; at its last try it goes to <c>flow-runs-poison</c> with the reason, or back into the queue when it is not its fault.
/// </summary>
internal sealed partial class FlowRuns(
    InboxMessages inbox,
    InboxReturns returns,
    PoisonQueue poison,
    TimeProvider time,
    ILogger<FlowRuns> logger
)
{
    public async Task HandleAsync(HttpContext context)
    {
        var call = await HostCall.ReadAsync(context);
        var message = MessageOf(call);
        var done = await StartAsync(message, context.RequestAborted);
        await HostCall.AnswerAsync(context, body => HostAnswer.WriteNothing(body, done));
    }

    private async Task<string> StartAsync(IncomingMessage message, CancellationToken cancellationToken)
    {
        try
        {
            return await inbox.StartAsync(message, cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            LogRefused(message.Id, message.Count, exception.Message);
            if (message.Count < inbox.MaxTries)
            {
                throw;
            }

            return await EndAsync(message, MessageFault.Of(exception), cancellationToken);
        }
    }

    /// <summary>The host would move the message now, without a reason and even when the engine only had too much to do.</summary>
    private async Task<string> EndAsync(
        IncomingMessage message,
        MessageFault fault,
        CancellationToken cancellationToken
    )
    {
        if (!fault.IsOfMessage)
        {
            await returns.SendAsync(message, cancellationToken);
            return $"Message {message.Id} was put into the queue again: {fault.Problem.Detail}";
        }

        await poison.SendAsync(new(inbox, message, fault.Problem, time.GetUtcNow()), cancellationToken);
        return $"Message {message.Id} was moved to {inbox.PoisonQueue}: {fault.Problem.Detail}";
    }

    private static IncomingMessage MessageOf(HostInvocation call) =>
        new(
            call.Metadata("Id") ?? throw new InvalidDataException("The host's call does not name the message."),
            call.Text(HostFunctions.MessageBinding) ?? "",
            DateTimeOffset.TryParse(
                call.Metadata("InsertionTime"),
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal,
                out var time
            )
                ? time
                : DateTimeOffset.UnixEpoch,
            long.TryParse(call.Metadata("DequeueCount"), CultureInfo.InvariantCulture, out var count) ? count : 1
        );

    [LoggerMessage(1, LogLevel.Warning, "Message {Id} of flow-runs starts no run (try {Try}): {Reason}")]
    private partial void LogRefused(string id, long @try, string reason);
}
