using System.Buffers;
using System.Globalization;
using System.Text;

namespace FlowFunctions.Engine.DurableTask.CustomHandler;

/// <summary>The text of JSON strings (RFC 8259, section 7), taken out of the bytes that hold them without a copy.</summary>
internal static class JsonText
{
    private const byte Escape = (byte)'\\';
    private const int HexDigits = 4;
    private static readonly SearchValues<byte> Special = SearchValues.Create([
        .. Enumerable.Range(0, 0x20).Select(static control => (byte)control),
        (byte)'"',
        Escape,
    ]);

    /// <summary>Finds the quote that ends a string.</summary>
    /// <param name="content">What stands behind the quote that begins it.</param>
    /// <param name="length">Bytes of the string's content.</param>
    /// <returns>Whether it ends, and its content is valid.</returns>
    public static bool TryFindEnd(ReadOnlySpan<byte> content, out int length)
    {
        length = 0;
        while (content[length..].IndexOfAny(Special) is >= 0 and var plain)
        {
            length += plain;
            if (content[length] != Escape)
            {
                return content[length] == '"';
            }

            var escape = LengthOfEscape(content[length..]);
            if (escape == 0)
            {
                return false;
            }

            length += escape;
        }

        return false;
    }

    /// <summary>Resolves the escapes of a string's content where it stands: what they stand for is never longer.</summary>
    /// <param name="content">What stands between the quotes, valid JSON; overwritten.</param>
    /// <returns>The beginning of the same memory that the text takes, UTF-8.</returns>
    /// <exception cref="InvalidDataException">An escape stands for half a character.</exception>
    public static Memory<byte> Unescape(Memory<byte> content)
    {
        var bytes = content.Span;
        var read = bytes.IndexOf(Escape);
        if (read < 0)
        {
            return content;
        }

        var written = read;
        while (read < bytes.Length)
        {
            read += ReadEscape(bytes[read..], bytes[written..], out var length);
            written += length;
            var plain = bytes[read..].IndexOf(Escape);
            plain = plain < 0 ? bytes.Length - read : plain;
            bytes.Slice(read, plain).CopyTo(bytes[written..]);
            read += plain;
            written += plain;
        }

        return content[..written];
    }

    /// <returns>How many bytes the escape takes; 0 if it is none.</returns>
    private static int LengthOfEscape(ReadOnlySpan<byte> source) =>
        source switch
        {
            [_, (byte)'u', var a, var b, var c, var d, ..]
                when char.IsAsciiHexDigit((char)a)
                    && char.IsAsciiHexDigit((char)b)
                    && char.IsAsciiHexDigit((char)c)
                    && char.IsAsciiHexDigit((char)d) => 2 + HexDigits,
            [
                _,
                (byte)'"'
                or (byte)'\\'
                or (byte)'/'
                or (byte)'b'
                or (byte)'f'
                or (byte)'n'
                or (byte)'r'
                or (byte)'t',
                ..,
            ] => 2,
            _ => 0,
        };

    /// <returns>How many bytes the escape takes.</returns>
    private static int ReadEscape(ReadOnlySpan<byte> source, Span<byte> target, out int written)
    {
        written = 1;
        switch (source[1])
        {
            case (byte)'u':
                return ReadCharacter(source, target, out written);
            case (byte)'b':
                target[0] = (byte)'\b';
                return 2;
            case (byte)'f':
                target[0] = (byte)'\f';
                return 2;
            case (byte)'n':
                target[0] = (byte)'\n';
                return 2;
            case (byte)'r':
                target[0] = (byte)'\r';
                return 2;
            case (byte)'t':
                target[0] = (byte)'\t';
                return 2;
            default:
                target[0] = source[1];
                return 2;
        }
    }

    private static int ReadCharacter(ReadOnlySpan<byte> source, Span<byte> target, out int written)
    {
        var first = ReadUnit(source);
        var length = 2 + HexDigits;
        if (Rune.TryCreate(first, out var rune))
        {
            written = rune.EncodeToUtf8(target);
            return length;
        }

        if (source[length..] is [Escape, (byte)'u', ..] rest && Rune.TryCreate(first, ReadUnit(rest), out rune))
        {
            written = rune.EncodeToUtf8(target);
            return 2 * length;
        }

        throw new InvalidDataException(
            "A text in the host's call has half a character (a surrogate without its pair)."
        );
    }

    private static char ReadUnit(ReadOnlySpan<byte> escape) =>
        (char)ushort.Parse(escape.Slice(2, HexDigits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
