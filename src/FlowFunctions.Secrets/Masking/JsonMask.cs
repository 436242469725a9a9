using System.Buffers;
using System.Text;
using System.Text.Json;

namespace FlowFunctions.Secrets.Masking;

/// <summary>Masks a JSON value token by token; what is between masked tokens is copied as it stands.</summary>
internal static class JsonMask
{
    /// <summary>As deep as a value may be nested that the platform keeps.</summary>
    private const int MaxDepth = 1_000;

    public static ReadOnlyMemory<byte> Apply(SecretMask mask, ReadOnlyMemory<byte> utf8)
    {
        ArrayBufferWriter<byte>? masked = null;
        var copied = 0;
        var json = utf8.Span;
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = MaxDepth });
        while (reader.Read())
        {
            if (Replace(mask, ref reader) is { } text)
            {
                masked ??= new(utf8.Length);
                masked.Write(json[copied..(int)reader.TokenStartIndex]);
                masked.Write("\""u8);
                masked.Write(JsonEncodedText.Encode(text).EncodedUtf8Bytes);
                masked.Write("\""u8);

                // A name's colon, and what blanks stand before it, remain.
                copied = (int)reader.TokenStartIndex + LengthOf(reader);
            }
        }

        masked?.Write(json[copied..]);
        return masked?.WrittenMemory ?? utf8;
    }

    private static int LengthOf(in Utf8JsonReader reader) =>
        reader.ValueSpan.Length + (reader.TokenType == JsonTokenType.Number ? 0 : 2);

    private static string? Replace(SecretMask mask, ref Utf8JsonReader reader)
    {
        if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.PropertyName or JsonTokenType.Number))
        {
            return null;
        }

        var buffer = ArrayPool<char>.Shared.Rent(reader.ValueSpan.Length + 1);
        try
        {
            return reader.TokenType == JsonTokenType.Number
                ? ReplaceNumber(mask, buffer.AsSpan(0, Encoding.UTF8.GetChars(reader.ValueSpan, buffer)))
                : ReplaceText(mask, buffer.AsSpan(0, Read(ref reader, buffer)));
        }
        finally
        {
            ArrayPool<char>.Shared.Return(buffer);
        }
    }

    private static int Read(ref Utf8JsonReader reader, Span<char> buffer)
    {
        try
        {
            return reader.CopyString(buffer);
        }
        catch (InvalidOperationException)
        {
            // No Unicode, such as an escape for half a character. What it holds is found in the escapes as well.
            return Encoding.UTF8.GetChars(reader.ValueSpan, buffer);
        }
    }

    private static string? ReplaceText(SecretMask mask, ReadOnlySpan<char> text) =>
        mask.IsIn(text) ? mask.Apply(text.ToString()) : null;

    /// <summary>Digits inside of a longer number are chance; and a number of one to three digits is everywhere.</summary>
    private static string? ReplaceNumber(SecretMask mask, ReadOnlySpan<char> digits) =>
        digits.Length >= SecretMask.MinLength && mask.IsWhole(digits) ? SecretMask.Replacement : null;
}
