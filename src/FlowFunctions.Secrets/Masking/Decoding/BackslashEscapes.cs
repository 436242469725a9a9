using System.Globalization;
using System.Text;

namespace FlowFunctions.Secrets.Masking.Decoding;

/// <summary>
/// Escapes with a backslash, as in JSON, in most languages' string literals and in the shell: also bytes in octal digits, and a backslash
/// before any punctuation. What is no escape stands for itself.
/// </summary>
internal static class BackslashEscapes
{
    private const string Short = "bfnrtaveE";
    private const string ShortMeaning = "\b\f\n\r\t\a\v\e\e";

    /// <summary>A backslash and three digits, the first of them up to 3.</summary>
    private const int OctalLength = 4;

    /// <summary>Decodes a text.</summary>
    /// <param name="source">The text.</param>
    /// <param name="target">Takes the decoded text.</param>
    /// <param name="hasMore">Whether the text goes on.</param>
    /// <returns>Where an escape begins whose rest is still to come; -1 when there is none.</returns>
    public static int Decode(in TextView source, ref DecodedText target, bool hasMore)
    {
        var text = source.Text;
        var at = 0;
        while (text[at..].IndexOf('\\') is >= 0 and var next)
        {
            target.Copy(source, at, at + next);
            at += next;
            if (hasMore && IsOpen(text[at..]))
            {
                return at;
            }

            var length = LengthOf(text[at..], out var code);
            if (length > 0)
            {
                Add(code, source, at, at + length, ref target);
                at += length;
            }
            else
            {
                target.Copy(source, at, ++at);
            }
        }

        target.Copy(source, at, text.Length);
        return -1;
    }

    /// <summary>Characters beyond 16 bits are two; a half of one, as JSON writes them, is added as it is.</summary>
    private static void Add(uint code, in TextView source, int start, int end, ref DecodedText target)
    {
        if (code > char.MaxValue)
        {
            target.Add(new Rune(code), source, start, end);
            return;
        }

        target.Add((char)code, source, start, end);
    }

    private static int LengthOf(ReadOnlySpan<char> text, out uint code)
    {
        code = default;
        if (text.Length < 2)
        {
            return 0;
        }

        if (DigitsOf(text[1]) is > 0 and var digits)
        {
            return text.Length >= 2 + digits && TryReadHex(text.Slice(2, digits), out code) ? 2 + digits : 0;
        }

        if (text.Length >= OctalLength && IsOctal(text[1..OctalLength]))
        {
            code = (uint)(((text[1] - '0') << 6) | ((text[2] - '0') << 3) | (text[3] - '0'));
            return OctalLength;
        }

        var isKnown = MeaningOf(text[1], out var character);
        code = character;
        return isKnown ? 2 : 0;
    }

    private static bool MeaningOf(char escaped, out char character)
    {
        var index = Short.IndexOf(escaped, StringComparison.Ordinal);
        character =
            index >= 0 ? ShortMeaning[index]
            : escaped == '0' ? '\0'
            : escaped;
        return index >= 0
            || escaped is '0' or '\t'
            || (escaped is >= ' ' and <= '~' && !char.IsAsciiLetterOrDigit(escaped));
    }

    /// <summary>Whether these are the digits of a byte, or its first ones.</summary>
    private static bool IsOctal(ReadOnlySpan<char> digits) =>
        digits[0] is >= '0' and <= '3' && !digits.ContainsAnyExceptInRange('0', '7');

    private static bool IsOpen(ReadOnlySpan<char> text) =>
        text.Length == 1
        || (text.Length < OctalLength && IsOctal(text[1..]))
        || (
            DigitsOf(text[1]) is > 0 and var digits
            && text.Length < 2 + digits
            && !text[2..].ContainsAnyExcept(Hex.Digits)
        );

    private static int DigitsOf(char kind) =>
        kind switch
        {
            'U' => 8,
            'u' => 4,
            'x' => 2,
            _ => 0,
        };

    private static bool TryReadHex(ReadOnlySpan<char> digits, out uint code) =>
        uint.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out code)
        && (code <= char.MaxValue || Rune.IsValid(code));
}
