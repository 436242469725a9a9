using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using FlowFunctions.Engine.Steps;
using FlowFunctions.Steps.Execution;
using FlowFunctions.Storage.Queues;

namespace FlowFunctions.Steps.QueueSend;

/// <summary>What a <c>queue.send</c> step sends: its <c>with</c>, read and checked.</summary>
/// <param name="Queue">Where to.</param>
/// <param name="Text">The message as it is stored.</param>
/// <param name="Delay">How long it stays hidden.</param>
/// <param name="TimeToLive">How long it is kept.</param>
internal sealed record OutgoingMessage(WorkspaceQueue Queue, string Text, TimeSpan Delay, TimeSpan TimeToLive)
{
    private const string Never = "never";
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan DefaultTimeToLive = TimeSpan.FromDays(7);
    private static readonly TimeSpan MaxTimeToLive = TimeSpan.FromDays(3650);

    /// <summary>Reads an evaluated <c>with</c>.</summary>
    /// <exception cref="StepFailedException">It cannot be sent.</exception>
    public static OutgoingMessage Read(JsonElement with, string workspace)
    {
        if (!WorkspaceQueue.TryFind(workspace, with.OptionalText("queue")!, out var queue, out var problem))
        {
            throw Failed(QueueErrorCodes.Name, problem);
        }

        var delay = ReadDelay(with);
        return new OutgoingMessage(queue, ReadText(with), delay, ReadTimeToLive(with, delay));
    }

    private static string ReadText(JsonElement with)
    {
        var message = with.GetProperty("message");
        var text = with.OptionalText("format") switch
        {
            "text" => message.AsText() ?? throw Invalid("is no string; the format text sends strings."),
            "base64" => Base64(message),
            _ => Encoding.UTF8.GetString(JsonMarshal.GetRawUtf8Value(message)),
        };
        var stored = with.OptionalText("encoding") == "base64" ? Encoded(with, text) : text;
        var bytes = Encoding.UTF8.GetByteCount(stored);
        return bytes > QueueSender.MaxBytes ? throw TooLarge(bytes)
            : QueueSender.CanCarry(stored) ? stored
            : throw Invalid(
                "holds characters that a queue cannot carry, such as control characters or carriage returns; set encoding to base64."
            );
    }

    private static string Base64(JsonElement message)
    {
        var given = message.ValueKind == JsonValueKind.Object ? message.Optional("base64") : message;
        return given.ValueKind == JsonValueKind.String && given.TryGetBytesFromBase64(out var bytes)
            ? Convert.ToBase64String(bytes)
            : throw Invalid("is not Base64 (RFC 4648, section 4).");
    }

    // Bytes are stored in Base64 already.
    private static string Encoded(JsonElement with, string text) =>
        with.OptionalText("format") == "base64" ? text : Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private static TimeSpan ReadDelay(JsonElement with)
    {
        var delay = WholeSeconds(with.OptionalDuration("delay") ?? TimeSpan.Zero);
        return delay <= QueueSender.MaxDelay
            ? delay
            : throw StepFailedException.InvalidInput("/delay", "must be at most 7d.");
    }

    private static TimeSpan ReadTimeToLive(JsonElement with, TimeSpan delay)
    {
        if (with.OptionalText("timeToLive") == Never)
        {
            return QueueSender.ForEver;
        }

        // A message must outlive its delay, or nobody would ever receive it.
        var given = with.OptionalDuration("timeToLive");
        var time = WholeSeconds(given ?? (delay < DefaultTimeToLive ? DefaultTimeToLive : delay + DefaultTimeToLive));
        return time >= Second && time <= MaxTimeToLive && time > delay
            ? time
            : throw StepFailedException.InvalidInput(
                "/timeToLive",
                "must be at least 1s, longer than the delay and at most 3650d; or never."
            );
    }

    private static TimeSpan WholeSeconds(TimeSpan time) => TimeSpan.FromSeconds(Math.Ceiling(time.TotalSeconds));

    private static StepFailedException Invalid(string what) =>
        Failed(QueueErrorCodes.MessageInvalid, $"with/message {what}");

    private static StepFailedException TooLarge(int bytes) =>
        Failed(
            QueueErrorCodes.MessageTooLarge,
            $"The message has {bytes} bytes as it is stored; a queue takes {QueueSender.MaxBytes}. Put large values into a file or a blob and send where they are."
        );

    private static StepFailedException Failed(string code, string message) =>
        new(new StepError { Code = code, Message = message });
}
