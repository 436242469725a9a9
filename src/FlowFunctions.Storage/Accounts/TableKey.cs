using System.Buffers;
using System.Globalization;
using System.Text;

namespace FlowFunctions.Storage.Accounts;

/// <summary>
/// Keys of table rows from any text: what a key may not hold, or what URLs treat specially, becomes <c>!</c> and four hexadecimal digits
/// of UTF-16. Parts of a key are joined by <c>~</c>, which is escaped in them, so that no two lists of parts give the same key.
/// </summary>
public static class TableKey
{
    /// <summary>What stands between the parts of a key.</summary>
    public const char Separator = '~';

    private const char Escape = '!';
    private const int EscapeLength = 5;

    private static readonly SearchValues<char> PlainInParts = SearchValues.Create(
        "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_. "
    );

    private static readonly SearchValues<char> PlainInKeys = SearchValues.Create(
        "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_. ~"
    );

    /// <summary>A key of one text, in which <c>~</c> stays as it is. Keys of letters, digits and <c>- _ . ~</c> keep their order.</summary>
    /// <param name="text">The text.</param>
    public static string Of(string text) => Escaped(text, PlainInKeys);

    /// <summary>A key of two parts.</summary>
    /// <param name="first">The first part.</param>
    /// <param name="second">The second part.</param>
    public static string Of(string first, string second) =>
        $"{Escaped(first, PlainInParts)}{Separator}{Escaped(second, PlainInParts)}";

    /// <summary>A key of three parts.</summary>
    /// <param name="first">The first part.</param>
    /// <param name="second">The second part.</param>
    /// <param name="third">The third part.</param>
    public static string Of(string first, string second, string third) =>
        $"{Of(first, second)}{Separator}{Escaped(third, PlainInParts)}";

    /// <summary>The text that a key or a part of one was made of.</summary>
    /// <param name="key">The key or part.</param>
    /// <exception cref="FormatException">It was not made here.</exception>
    public static string Text(string key)
    {
        if (!key.Contains(Escape, StringComparison.Ordinal))
        {
            return key;
        }

        var text = new StringBuilder(key.Length);
        for (var at = 0; at < key.Length; )
        {
            if (key[at] != Escape)
            {
                text.Append(key[at++]);
            }
            else if (key.Length - at >= EscapeLength)
            {
                text.Append(
                    (char)ushort.Parse(key.AsSpan(at + 1, 4), NumberStyles.HexNumber, CultureInfo.InvariantCulture)
                );
                at += EscapeLength;
            }
            else
            {
                throw new FormatException($"'{key}' ends in half an escaped character.");
            }
        }

        return text.ToString();
    }

    private static string Escaped(string text, SearchValues<char> plain)
    {
        if (!text.AsSpan().ContainsAnyExcept(plain))
        {
            return text;
        }

        var key = new StringBuilder(text.Length + EscapeLength);
        foreach (var letter in text)
        {
            _ = plain.Contains(letter)
                ? key.Append(letter)
                : key.Append(CultureInfo.InvariantCulture, $"{Escape}{(int)letter:X4}");
        }

        return key.ToString();
    }
}
