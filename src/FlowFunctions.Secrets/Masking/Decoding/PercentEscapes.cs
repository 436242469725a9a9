using System.Buffers;
using System.Globalization;
using System.Text;

namespace FlowFunctions.Secrets.Masking.Decoding;

/// <summary>Escapes of addresses and forms: bytes of UTF-8 as <c>%XX</c> (RFC 3986 §2.1). What is no UTF-8 is read as Latin-1.</summary>
internal static class PercentEscapes
{
    private const int EscapeLength = 3;
    private const int MaxBytes = 4;

    /// <inheritdoc cref="BackslashEscapes.Decode"/>
    public static int Decode(in TextView source, ref DecodedText target, bool hasMore)
    {
        var text = source.Text;
        var at = 0;
        while (text[at..].IndexOf('%') is >= 0 and var next)
        {
            target.Copy(source, at, at + next);
            at += next;
            var length = Take(source, at, ref target, hasMore);
            if (length < 0)
            {
                return at;
            }

            if (length == 0)
            {
                target.Copy(source, at, at + 1);
                length = 1;
            }

            at += length;
        }

        target.Copy(source, at, text.Length);
        return -1;
    }

    /// <summary>Decodes one character.</summary>
    /// <returns>How long its escapes are; 0 when there is none, -1 when a part of them is still to come.</returns>
    private static int Take(in TextView source, int at, ref DecodedText target, bool hasMore)
    {
        Span<byte> bytes = stackalloc byte[MaxBytes];
        var count = Read(source.Text[at..], bytes);
        var rest = source.Text[(at + (count * EscapeLength))..];
        var status = Rune.DecodeFromUtf8(bytes[..count], out var rune, out var used);
        if (hasMore && status == OperationStatus.NeedMoreData && IsOpen(rest))
        {
            return -1;
        }

        if (count == 0)
        {
            return 0;
        }

        if (status != OperationStatus.Done)
        {
            (rune, used) = (new Rune(bytes[0]), 1);
        }

        target.Add(rune, source, at, at + (used * EscapeLength));
        return used * EscapeLength;
    }

    private static int Read(ReadOnlySpan<char> text, Span<byte> bytes)
    {
        var count = 0;
        while (count < bytes.Length && text.Length >= EscapeLength && text[0] == '%' && TryRead(text, out bytes[count]))
        {
            text = text[EscapeLength..];
            count++;
        }

        return count;
    }

    private static bool TryRead(ReadOnlySpan<char> text, out byte value) =>
        byte.TryParse(text[1..EscapeLength], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);

    /// <summary>Whether what is left may become an escape.</summary>
    private static bool IsOpen(ReadOnlySpan<char> rest) =>
        rest.Length < EscapeLength && (rest.IsEmpty || (rest[0] == '%' && !rest[1..].ContainsAnyExcept(Hex.Digits)));
}
