using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Json;

namespace FlowFunctions.Engine.DurableTask.CustomHandler;

/// <summary>A value in a call of the host. Its bytes are used up by reading it: it is read once.</summary>
/// <param name="raw">The value's JSON, valid; a string's without its quotes.</param>
/// <param name="isString">Whether it is a string.</param>
internal sealed class HostValue(Memory<byte> raw, bool isString)
{
    private Memory<byte>? _json;

    /// <summary>The value as JSON: what the host writes as a string is JSON text in it.</summary>
    public ReadOnlyMemory<byte> Json => Content;

    private Memory<byte> Content => _json ??= isString ? JsonText.Unescape(raw) : raw;

    /// <summary>The value's text: of a JSON string what it says, of another value its JSON, of null nothing.</summary>
    /// <exception cref="JsonException">The host's string holds no JSON.</exception>
    public string? ReadText()
    {
        var reader = NewReader();
        return reader.TokenType switch
        {
            JsonTokenType.Null => null,
            JsonTokenType.String => reader.GetString(),
            _ => Encoding.UTF8.GetString(Json.Span),
        };
    }

    /// <summary>The bytes that a string stands for in base64 (RFC 4648, section 4), decoded where they stand.</summary>
    /// <exception cref="JsonException">The host's string holds no JSON.</exception>
    /// <exception cref="InvalidDataException">It is no base64.</exception>
    public ReadOnlyMemory<byte> ReadBytes()
    {
        var reader = NewReader();
        if (reader.TokenType != JsonTokenType.String)
        {
            throw new InvalidDataException("It is no string.");
        }

        // There may be white space around the string.
        var text = JsonText.Unescape(Content.Slice((int)reader.TokenStartIndex + 1, reader.ValueSpan.Length));
        return Base64.DecodeFromUtf8InPlace(text.Span, out var length) == OperationStatus.Done
            ? text[..length]
            : throw new InvalidDataException("It is no base64.");
    }

    private Utf8JsonReader NewReader()
    {
        var reader = new Utf8JsonReader(Json.Span, HostInvocation.Options);
        reader.Read();
        return reader;
    }
}
