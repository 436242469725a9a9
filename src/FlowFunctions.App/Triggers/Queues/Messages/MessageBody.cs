using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using FlowFunctions.App.Problems;
using FlowFunctions.App.Requests;
using FlowFunctions.Flows.Triggers;

namespace FlowFunctions.App.Triggers.Queues.Messages;

/// <summary>
/// Reads the text of a message. Many senders put their text into Base64, as queue triggers of Azure Functions expect it, so JSON and text are
/// read in either form.
/// </summary>
internal static class MessageBody
{
    /// <summary>The code of a message that does not have its trigger's format.</summary>
    public const string Code = "Queue.MessageInvalid";

    private static readonly SearchValues<byte> Control = SearchValues.Create([
        .. Enumerable.Range(0, 0x20).Select(static code => (byte)code).Except("\t\n\r"u8.ToArray()),
        0x7F,
    ]);

    /// <summary>The value of a message.</summary>
    /// <exception cref="ProblemException">400: it does not have the format.</exception>
    public static JsonElement Read(MessageFormat format, string text) =>
        format switch
        {
            MessageFormat.Json => Json(text),
            MessageFormat.Text => Text(text),
            _ => Bytes(text),
        };

    /// <summary>A message as UTF-8 JSON: what Base64 stands for, when the text is that and no JSON.</summary>
    public static byte[] Utf8Of(string text) =>
        !IsJson(text) && TryDecode(text, out var decoded) ? decoded : Encoding.UTF8.GetBytes(text);

    private static JsonElement Json(string text)
    {
        try
        {
            return RequestBody.Parse(Utf8Of(text));
        }
        catch (ProblemException exception)
        {
            throw Invalid($"{exception.Problem.Detail} Send JSON, or set the trigger's format to text.");
        }
    }

    /// <summary>
    /// A word of four letters may be Base64 by chance; what it would stand for is hardly ever text. So only what decodes to text counts.
    /// </summary>
    private static JsonElement Text(string text) =>
        Json(
            TryDecode(text, out var decoded) && Utf8.IsValid(decoded) && !decoded.AsSpan().ContainsAny(Control)
                ? Encoding.UTF8.GetString(decoded)
                : text,
            static (json, value) => json.WriteStringValue(value)
        );

    private static JsonElement Bytes(string text) =>
        TryDecode(text, out var decoded)
            ? Json(
                decoded,
                static (json, value) =>
                {
                    json.WriteStartObject();
                    json.WriteBase64String("base64", value);
                    json.WriteEndObject();
                }
            )
            : throw Invalid(
                "The message is not Base64 (RFC 4648, section 4). Send Base64, or set the trigger's format to json or text."
            );

    private static bool IsJson(string text)
    {
        try
        {
            JsonElement.Parse(text);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static bool TryDecode(string text, [NotNullWhen(true)] out byte[]? decoded)
    {
        decoded = text.Length > 0 && Base64.IsValid(text) ? Convert.FromBase64String(text) : null;
        return decoded is not null;
    }

    private static JsonElement Json<T>(T value, Action<Utf8JsonWriter, T> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, JsonAnswer.Options))
        {
            write(json, value);
        }

        return JsonElement.Parse(buffer.WrittenSpan);
    }

    private static ProblemException Invalid(string detail) => new(Problem.BadRequest(detail, Code));
}
