using System.Buffers;

namespace FlowFunctions.Secrets.Masking.Decoding;

/// <summary>
/// Quotation marks inside of a text that a shell has quoted: the quotation ends, the mark is written in another way, and a quotation begins
/// again. Single quotes come as <c>'\''</c> or <c>'"'"'</c>, double ones as <c>"'"'"</c>.
/// </summary>
internal static class QuoteSplices
{
    private static readonly string[] All = ["'\\''", "'\"'\"'", "\"'\"'\""];
    private static readonly SearchValues<string> Values = SearchValues.Create(All, StringComparison.Ordinal);

    /// <summary>Whether there is anything to decode: nearly every text has quotation marks, and few have these.</summary>
    public static bool AreIn(ReadOnlySpan<char> text, bool hasMore) =>
        text.ContainsAny(Values) || (hasMore && OpenAtEnd(text) > 0);

    /// <inheritdoc cref="BackslashEscapes.Decode"/>
    public static int Decode(in TextView source, ref DecodedText target, bool hasMore)
    {
        var text = source.Text;
        var at = 0;
        while (text[at..].IndexOfAny(Values) is >= 0 and var next)
        {
            target.Copy(source, at, at + next);
            at += next;
            var length = LengthAt(text[at..]);
            target.Add(text[at], source, at, at + length);
            at += length;
        }

        var open = hasMore ? OpenAtEnd(text[at..]) : 0;
        target.Copy(source, at, text.Length - open);
        return open > 0 ? text.Length - open : -1;
    }

    private static int LengthAt(ReadOnlySpan<char> text)
    {
        foreach (var splice in All)
        {
            if (text.StartsWith(splice, StringComparison.Ordinal))
            {
                return splice.Length;
            }
        }

        return 1;
    }

    /// <summary>How many characters at the end may be the beginning of one.</summary>
    private static int OpenAtEnd(ReadOnlySpan<char> text)
    {
        var open = 0;
        foreach (var splice in All)
        {
            for (var length = splice.Length - 1; length > open; length--)
            {
                open = text.EndsWith(splice.AsSpan(0, length), StringComparison.Ordinal) ? length : open;
            }
        }

        return open;
    }
}
