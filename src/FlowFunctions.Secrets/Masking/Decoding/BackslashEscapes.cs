using System.Globalization;

namespace FlowFunctions.Secrets.Masking.Decoding;

/// <summary>Escapes with a backslash, as in JSON and in most languages' string literals. What is no escape stands for itself.</summary>
internal static class BackslashEscapes
{
    private const string Short = "\"\\/'bfnrt0";
    private const string ShortMeaning = "\"\\/'\b\f\n\r\t\0";

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
            var length = LengthOf(text[at..], out var character);
            if (length > 0)
            {
                target.Add(character, source, at, at + length);
                at += length;
            }
            else if (hasMore && IsOpen(text[at..]))
            {
                return at;
            }
            else
            {
                target.Copy(source, at, ++at);
            }
        }

        target.Copy(source, at, text.Length);
        return -1;
    }

    private static int LengthOf(ReadOnlySpan<char> text, out char character)
    {
        character = default;
        if (text.Length < 2)
        {
            return 0;
        }

        if (DigitsOf(text[1]) is > 0 and var digits)
        {
            return text.Length >= 2 + digits && TryReadHex(text.Slice(2, digits), out character) ? 2 + digits : 0;
        }

        var index = Short.IndexOf(text[1], StringComparison.Ordinal);
        character = index < 0 ? default : ShortMeaning[index];
        return index < 0 ? 0 : 2;
    }

    private static bool IsOpen(ReadOnlySpan<char> text) =>
        text.Length == 1
        || (
            DigitsOf(text[1]) is > 0 and var digits
            && text.Length < 2 + digits
            && !text[2..].ContainsAnyExcept(Hex.Digits)
        );

    private static int DigitsOf(char kind) =>
        kind switch
        {
            'u' => 4,
            'x' => 2,
            _ => 0,
        };

    private static bool TryReadHex(ReadOnlySpan<char> digits, out char character)
    {
        var isHex = ushort.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code);
        character = (char)code;
        return isHex;
    }
}
