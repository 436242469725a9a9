using System.Globalization;

namespace FlowFunctions.Expressions.RegularExpressions;

/// <summary>Classes and escapes.</summary>
internal sealed partial class RegExpParser
{
    /// <summary>What a backslash may stand before with the flag <c>u</c>, to mean the character itself.</summary>
    private const string SyntaxCharacters = @"^$\.*+?()[]{}|/";

    /// <summary>A character, which with the flag <c>u</c> is a code point.</summary>
    private int ParseLiteral()
    {
        var unit = pattern[_position++];
        return flags.Unicode && char.IsSurrogatePair(unit, Current)
            ? char.ConvertToUtf32(unit, pattern[_position++])
            : unit;
    }

    private CharNode ParseClass()
    {
        var negated = Take("^");
        var sets = new List<CharSet>();
        while (!Take("]"))
        {
            if (AtEnd)
                throw Error("'[' is not closed");
            var first = ParseClassAtom();
            if (Current != '-' || _position + 1 >= pattern.Length || pattern[_position + 1] == ']')
            {
                sets.Add(first.Set);
                continue;
            }
            _position++;
            sets.AddRange(Range(first, ParseClassAtom()));
        }
        // A class of one part shares its set, which may be large.
        var node = Chars(sets.Count == 1 ? sets[0] : CharSet.Union(sets));
        RangeCount += node.Set.RangeCount;
        return negated ? new CharNode(node.Set.Complement()) : node;
    }

    /// <summary>A range, or where one end is a class such as <c>\d</c> both ends and the hyphen (Annex B).</summary>
    private CharSet[] Range((CharSet Set, int? Code) first, (CharSet Set, int? Code) last)
    {
        if (first.Code is { } from && last.Code is { } to)
            return from <= to ? [CharSet.Of(from, to)] : throw Error("a range of characters is in the wrong order");
        return flags.Unicode
            ? throw Error("a range of characters cannot begin or end with a class; write '\\-' for the hyphen")
            : [first.Set, CharSet.Of('-'), last.Set];
    }

    /// <summary>A class such as <c>\d</c>, or one character with its code.</summary>
    private (CharSet Set, int? Code) ParseClassAtom()
    {
        var escaped = Take("\\");
        if (escaped && ParseClassEscape() is { } set)
            return (set, null);
        var code = escaped ? ParseCharacterEscape(inClass: true) : ParseLiteral();
        return (CharSet.Of(code), code);
    }

    /// <summary>The class that the letter behind a backslash stands for, or null and nothing is read.</summary>
    private CharSet? ParseClassEscape()
    {
        _position++;
        switch (pattern.ElementAtOrDefault(_position - 1))
        {
            case 'd':
                return CharSet.Digits;
            case 'D':
                return CharSet.Digits.Complement();
            case 'w':
                return flags.Words;
            case 'W':
                return flags.Words.Complement();
            case 's':
                return CharSet.WhiteSpace;
            case 'S':
                return CharSet.WhiteSpace.Complement();
            case 'p' when flags.Unicode:
                return ParseProperty(negated: false);
            case 'P' when flags.Unicode:
                return ParseProperty(negated: true);
            default:
                _position--;
                return null;
        }
    }

    private CharSet ParseProperty(bool negated)
    {
        var close = Take("{") ? pattern.IndexOf('}', _position) : -1;
        if (close < 0)
            throw Error(@"'\p' needs a name in braces, such as \p{Letter}");
        var name = pattern[_position..close];
        var set =
            UnicodeProperties.Find(name, negated)
            ?? throw Error($"the property '{name}' is not available; {UnicodeProperties.Available}");
        _position = close + 1;
        return set;
    }

    private int ParseCharacterEscape(bool inClass)
    {
        if (AtEnd)
            throw Error("a backslash ends the pattern");
        var c = pattern[_position++];
        switch (c)
        {
            case 'b' when inClass:
                return '\b';
            case 'x':
                return ParseHex(2) ?? (flags.Unicode ? throw Error(@"'\x' needs two hexadecimal digits") : c);
            case 'u':
                return flags.Unicode ? ParseCodePoint() : ParseHex(4) ?? c;
            case 'c' when char.IsAsciiLetter(Current):
                return pattern[_position++] & 31;
            case 'c':
                throw Error("\\c needs a letter");
            case '0' when !char.IsAsciiDigit(Current):
                return '\0';
            case >= '0' and <= '9':
                throw Error(
                    inClass || c == '0'
                        ? "octal escapes are not available"
                        : "a reference to a group is not available, because it can take very long"
                );
            case 'k':
                throw Error("a reference to a group is not available, because it can take very long");
            default:
                var index = "nrtvf".IndexOf(c, StringComparison.Ordinal);
                return index >= 0 ? "\n\r\t\v\f"[index] : ParseIdentityEscape(c, inClass);
        }
    }

    private char ParseIdentityEscape(char c, bool inClass) =>
        !flags.Unicode || SyntaxCharacters.Contains(c, StringComparison.Ordinal) || (inClass && c == '-')
            ? c
            : throw Error($"'\\{c}' means nothing; with the flag u only {SyntaxCharacters} need a backslash");

    /// <summary><c>\u{…}</c>, or four digits, of which two make a surrogate pair (with the flag <c>u</c>).</summary>
    private int ParseCodePoint()
    {
        if (Current == '{')
            return ParseBracedCodePoint();
        var code = ParseHex(4) ?? throw Error(@"'\u' needs four hexadecimal digits, or more in braces");
        var before = _position;
        if (char.IsHighSurrogate((char)code) && Take(@"\u") && ParseHex(4) is { } low && char.IsLowSurrogate((char)low))
            return char.ConvertToUtf32((char)code, (char)low);
        _position = before;
        return code;
    }

    private int ParseBracedCodePoint()
    {
        var close = pattern.IndexOf('}', _position);
        var digits = close < 0 ? "" : pattern[(_position + 1)..close];
        // Any number of zeros may stand before.
        if (
            Hex(digits.TrimStart('0').PadLeft(Math.Min(digits.Length, 1), '0')) is not { } code
            || code > CharSet.LastCode
        )
            throw Error(@"'\u{…}' must hold the hexadecimal digits of a code point, 10FFFF at most");
        _position = close + 1;
        return code;
    }

    private int? ParseHex(int length)
    {
        if (_position + length > pattern.Length || Hex(pattern.AsSpan(_position, length)) is not { } code)
            return null;
        _position += length;
        return code;
    }

    private static int? Hex(ReadOnlySpan<char> digits) =>
        digits.Length <= 6
        && int.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code)
            ? code
            : null;
}
