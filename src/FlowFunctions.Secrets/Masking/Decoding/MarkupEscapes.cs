using System.Buffers;
using System.Globalization;
using System.Text;

namespace FlowFunctions.Secrets.Masking.Decoding;

/// <summary>Escapes of HTML and XML: <c>&amp;amp;</c> and its like, and characters by number. What is no escape stands for itself.</summary>
internal static class MarkupEscapes
{
    /// <summary>The longest is a number: <c>&amp;#x10FFFF;</c>.</summary>
    private const int MaxLength = 10;

    private static readonly SearchValues<char> Inner = SearchValues.Create(
        "#0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
    );

    /// <inheritdoc cref="BackslashEscapes.Decode"/>
    public static int Decode(in TextView source, ref DecodedText target, bool hasMore)
    {
        var text = source.Text;
        var at = 0;
        while (text[at..].IndexOf('&') is >= 0 and var next)
        {
            target.Copy(source, at, at + next);
            at += next;
            var rest = text[(at + 1)..];
            var length = rest.IndexOfAnyExcept(Inner);
            if (length < 0 && hasMore && rest.Length < MaxLength)
            {
                return at;
            }

            if (length > 0 && rest[length] == ';' && RuneOf(rest[..length]) is { } rune)
            {
                target.Add(rune, source, at, at + length + 2);
                at += length + 2;
            }
            else
            {
                target.Copy(source, at, ++at);
            }
        }

        target.Copy(source, at, text.Length);
        return -1;
    }

    private static Rune? RuneOf(ReadOnlySpan<char> name) =>
        name switch
        {
            "amp" => new Rune('&'),
            "lt" => new Rune('<'),
            "gt" => new Rune('>'),
            "quot" => new Rune('"'),
            "apos" => new Rune('\''),
            ['#', 'x' or 'X', .. var hex] => Numbered(hex, NumberStyles.AllowHexSpecifier),
            ['#', .. var digits] => Numbered(digits, NumberStyles.None),
            _ => null,
        };

    private static Rune? Numbered(ReadOnlySpan<char> digits, NumberStyles style) =>
        int.TryParse(digits, style, CultureInfo.InvariantCulture, out var code) && Rune.IsValid(code)
            ? new Rune(code)
            : null;
}
