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
    /// <summary>Characters of base64 that are decoded at a time.</summary>
    private const int PartLength = 4096;

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
        return TryDecode(text.Span, out var length)
            ? text[..length]
            : throw new InvalidDataException("It is no base64.");
    }

    /// <summary>Part by part: decoding in place goes byte by byte, from one place to another it goes many bytes at a time.</summary>
    private static bool TryDecode(Span<byte> text, out int length)
    {
        Span<byte> decoded = stackalloc byte[Base64.GetMaxDecodedFromUtf8Length(PartLength)];
        length = 0;
        for (var read = 0; read < text.Length; )
        {
            var part = text.Slice(read, Math.Min(PartLength, text.Length - read));
            var isLast = read + part.Length == text.Length;
            var status = Base64.DecodeFromUtf8(part, decoded, out var consumed, out var written, isLast);
            if (status != OperationStatus.Done && (isLast || status != OperationStatus.NeedMoreData || consumed == 0))
            {
                return false;
            }

            decoded[..written].CopyTo(text[length..]);
            read += consumed;
            length += written;
        }

        return true;
    }

    private Utf8JsonReader NewReader()
    {
        var reader = new Utf8JsonReader(Json.Span, HostInvocation.Options);
        reader.Read();
        return reader;
    }
}
