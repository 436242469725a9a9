using System.Buffers;
using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace FlowFunctions.Expressions.Library;

/// <summary>
/// Case conversion by the Unicode default algorithms (The Unicode Standard §3.13): the framework's one-to-one mappings,
/// and here what they leave out, namely SpecialCasing.txt and letters newer than the framework's data.
/// </summary>
internal static class TextCase
{
    private const int BeriaErfeLower = 0x16EBB;
    private const int BeriaErfeUpper = 0x16EA0;
    private const int BeriaErfeCount = 25;

    /// <summary>A letter and its upper case, space-separated.</summary>
    private const string UpperExceptions =
        "\u00DF\u0053\u0053 \u0131\u0049 \u0149\u02BC\u004E \u017F\u0053 \u01F0\u004A\u030C "
        + "\u0390\u0399\u0308\u0301 \u03B0\u03A5\u0308\u0301 \u0587\u0535\u0552 \u1E96\u0048\u0331 "
        + "\u1E97\u0054\u0308 \u1E98\u0057\u030A \u1E99\u0059\u030A \u1E9A\u0041\u02BE \u1F50\u03A5\u0313 "
        + "\u1F52\u03A5\u0313\u0300 \u1F54\u03A5\u0313\u0301 \u1F56\u03A5\u0313\u0342 \u1FB2\u1FBA\u0399 "
        + "\u1FB3\u0391\u0399 \u1FB4\u0386\u0399 \u1FB6\u0391\u0342 \u1FB7\u0391\u0342\u0399 "
        + "\u1FBC\u0391\u0399 \u1FC2\u1FCA\u0399 \u1FC3\u0397\u0399 \u1FC4\u0389\u0399 \u1FC6\u0397\u0342 "
        + "\u1FC7\u0397\u0342\u0399 \u1FCC\u0397\u0399 \u1FD2\u0399\u0308\u0300 \u1FD3\u0399\u0308\u0301 "
        + "\u1FD6\u0399\u0342 \u1FD7\u0399\u0308\u0342 \u1FE2\u03A5\u0308\u0300 \u1FE3\u03A5\u0308\u0301 "
        + "\u1FE4\u03A1\u0313 \u1FE6\u03A5\u0342 \u1FE7\u03A5\u0308\u0342 \u1FF2\u1FFA\u0399 "
        + "\u1FF3\u03A9\u0399 \u1FF4\u038F\u0399 \u1FF6\u03A9\u0342 \u1FF7\u03A9\u0342\u0399 "
        + "\u1FFC\u03A9\u0399 \uA7CF\uA7CE \uA7D3\uA7D2 \uA7D5\uA7D4 \uFB00\u0046\u0046 \uFB01\u0046\u0049 "
        + "\uFB02\u0046\u004C \uFB03\u0046\u0046\u0049 \uFB04\u0046\u0046\u004C \uFB05\u0053\u0054 "
        + "\uFB06\u0053\u0054 \uFB13\u0544\u0546 \uFB14\u0544\u0535 \uFB15\u0544\u053B \uFB16\u054E\u0546 "
        + "\uFB17\u0544\u053D";

    private static readonly FrozenDictionary<char, string> Upper = UpperExceptions
        .Split(' ')
        .Select(entry => KeyValuePair.Create(entry[0], entry[1..]))
        .Concat(GreekWithIota())
        .ToFrozenDictionary();

    private static readonly SearchValues<char> UpperSpecial = SearchValues.Create([.. Upper.Keys, '\uD81B']);

    private static readonly SearchValues<char> LowerSpecial = SearchValues.Create(
        "\u03A3\u0130\uA7CE\uA7D2\uA7D4\uD81B"
    );

    public static string ToUpper(string text)
    {
        if (!text.AsSpan().ContainsAny(UpperSpecial))
            return text.ToUpperInvariant();
        var output = new StringBuilder(text.Length + 8);
        foreach (var piece in Pieces(text, UpperSpecial))
        {
            var c = piece[0];
            if (Upper.TryGetValue(c, out var mapped))
                output.Append(mapped);
            else
                output.Append(Shift(piece, BeriaErfeLower, BeriaErfeUpper) ?? piece.ToUpperInvariant());
        }
        return output.ToString();
    }

    public static string ToLower(string text)
    {
        if (!text.AsSpan().ContainsAny(LowerSpecial))
            return text.ToLowerInvariant();
        var output = new StringBuilder(text.Length + 8);
        var position = 0;
        foreach (var piece in Pieces(text, LowerSpecial))
        {
            output.Append(
                piece[0] switch
                {
                    '\u03A3' => IsFinalSigma(text, position) ? "\u03C2" : "\u03C3",
                    '\u0130' => "i\u0307",
                    '\uA7CE' or '\uA7D2' or '\uA7D4' => ((char)(piece[0] + 1)).ToString(),
                    _ => Shift(piece, BeriaErfeUpper, BeriaErfeLower) ?? piece.ToLowerInvariant(),
                }
            );
            position += piece.Length;
        }
        return output.ToString();
    }

    public static bool IsWellFormed(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
                continue;
            if (i + 1 >= text.Length || !char.IsSurrogatePair(text[i], text[i + 1]))
                return false;
            i++;
        }
        return true;
    }

    /// <summary>The text with each lone surrogate replaced by U+FFFD.</summary>
    public static string ToWellFormed(string text)
    {
        var output = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            output.Append(rune.ToString());
        return output.ToString();
    }

    /// <summary>Small Greek letters with iota below, U+1F80 to U+1FAF: the capital and a capital iota.</summary>
    private static IEnumerable<KeyValuePair<char, string>> GreekWithIota()
    {
        for (var c = '\u1F80'; c <= '\u1FAF'; c++)
        {
            var row = (c - '\u1F80') / 16;
            var capital = (char)(
                (
                    row == 0 ? '\u1F08'
                    : row == 1 ? '\u1F28'
                    : '\u1F68'
                ) + (c & 7)
            );
            yield return new(c, capital + "\u0399");
        }
    }

    /// <summary>Cuts out each special character, with its other half where it is the first half of a pair.</summary>
    private static IEnumerable<string> Pieces(string text, SearchValues<char> special)
    {
        for (var start = 0; start < text.Length; )
        {
            var length = text.AsSpan(start).IndexOfAny(special);
            if (length < 0)
                length = text.Length - start;
            else if (length == 0)
                length = start + 1 < text.Length && char.IsSurrogatePair(text[start], text[start + 1]) ? 2 : 1;
            yield return text.Substring(start, length);
            start += length;
        }
    }

    private static string? Shift(string piece, int from, int to)
    {
        if (piece.Length != 2 || !char.IsSurrogatePair(piece[0], piece[1]))
            return null;
        var offset = char.ConvertToUtf32(piece[0], piece[1]) - from;
        return offset is >= 0 and < BeriaErfeCount ? char.ConvertFromUtf32(to + offset) : null;
    }

    /// <summary>Whether a capital sigma ends a word: a letter before it, none after it (condition Final_Sigma).</summary>
    private static bool IsFinalSigma(string text, int position)
    {
        var before = position - 1;
        while (before >= 0 && IsCaseIgnorable(text, before))
            before--;
        if (before < 0 || !IsCased(text, before))
            return false;
        var after = position + 1;
        while (after < text.Length && IsCaseIgnorable(text, after))
            after++;
        return after >= text.Length || !IsCased(text, after);
    }

    private static UnicodeCategory Category(string text, int i) =>
        char.IsLowSurrogate(text[i]) && i > 0 && char.IsHighSurrogate(text[i - 1])
            ? CharUnicodeInfo.GetUnicodeCategory(text, i - 1)
            : CharUnicodeInfo.GetUnicodeCategory(text, i);

    private static bool IsCased(string text, int i) =>
        Category(text, i)
            is UnicodeCategory.UppercaseLetter
                or UnicodeCategory.LowercaseLetter
                or UnicodeCategory.TitlecaseLetter
        || text[i] is '\u00AA' or '\u00BA' or (>= '\u2160' and <= '\u217F') or (>= '\u24B6' and <= '\u24E9');

    private static bool IsCaseIgnorable(string text, int i) =>
        Category(text, i)
            is UnicodeCategory.NonSpacingMark
                or UnicodeCategory.EnclosingMark
                or UnicodeCategory.Format
                or UnicodeCategory.ModifierLetter
                or UnicodeCategory.ModifierSymbol
        || text[i]
            is '\''
                or '.'
                or ':'
                or '\u00B7'
                or '\u0387'
                or '\u055F'
                or '\u05F4'
                or '\u2018'
                or '\u2019'
                or '\u2024'
                or '\u2027'
                or '\uFE13'
                or '\uFE52'
                or '\uFE55'
                or '\uFF07'
                or '\uFF0E'
                or '\uFF1A';
}
