using System.Buffers;
using System.Text;
using System.Text.Json;
using FlowFunctions.App.Problems;
using FlowFunctions.App.Requests;

namespace FlowFunctions.App.Triggers.Queues.Messages;

/// <summary>What stands in a poison queue: a message that could not be used, and why.</summary>
/// <param name="Consumer">Whose message it was.</param>
/// <param name="Message">The message.</param>
/// <param name="Problem">Why it could not be used.</param>
/// <param name="At">When it was given up.</param>
internal sealed record PoisonLetter(
    IMessageConsumer Consumer,
    IncomingMessage Message,
    Problem Problem,
    DateTimeOffset At
)
{
    private const int MaxReason = 2_000;
    private const int MaxErrors = 10;

    /// <summary>The letter as JSON.</summary>
    /// <param name="blob">Where the message's text is when it is too large to stand in the letter; null when it stands in it.</param>
    public string Write(string? blob)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, JsonAnswer.Options))
        {
            Write(json, blob);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private void Write(Utf8JsonWriter json, string? blob)
    {
        json.WriteStartObject();
        json.WriteString("queue", Consumer.Queue);
        json.WriteString("messageId", Message.Id);
        json.WriteString("flow", Consumer.FlowId);
        json.WriteString("trigger", Consumer.TriggerId);
        json.WriteString("code", Problem.Code);
        json.WriteString("reason", Short(Problem.Detail));
        WriteErrors(json);
        json.WriteNumber("tries", Message.Count);
        json.WriteString("insertedAt", Message.InsertedAt.UtcDateTime);
        json.WriteString("poisonedAt", At.UtcDateTime);
        if (blob is null)
        {
            json.WriteString("body", Message.Text);
        }
        else
        {
            json.WriteString("bodyBlob", blob);
        }

        json.WriteEndObject();
    }

    private void WriteErrors(Utf8JsonWriter json)
    {
        if (Problem.Errors is null)
        {
            return;
        }

        json.WriteStartArray("errors");
        foreach (var error in Problem.Errors.Take(MaxErrors))
        {
            json.WriteStartObject();
            json.WriteString("pointer", Short(error.Pointer));
            json.WriteString("code", error.Code);
            json.WriteString("message", Short(error.Message));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static string Short(string text) => text.Length <= MaxReason ? text : $"{text.AsSpan(0, MaxReason)}…";
}
