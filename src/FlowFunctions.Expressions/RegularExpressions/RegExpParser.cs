using System.Globalization;

namespace FlowFunctions.Expressions.RegularExpressions;

/// <summary>
/// Reads the pattern grammar of ECMA-262 §22.2.1 (without flag <c>u</c>, with Annex B's lenience for braces and
/// escapes), less what cannot run without backtracking.
/// </summary>
internal sealed class RegExpParser(string pattern, RegExpFlags flags, int start)
{
    private const int MaxNesting = 50;
    private const int MaxRepeat = 1000;

    private int _position;
    private int _nesting;

    public int GroupCount { get; private set; }

    public Dictionary<string, int> GroupNames { get; } = new(StringComparer.Ordinal);

    private char Current => _position < pattern.Length ? pattern[_position] : '\0';

    private bool AtEnd => _position >= pattern.Length;

    public RegExpNode Parse()
    {
        var node = ParseAlternatives();
        return AtEnd ? node : throw Error("')' has no '('");
    }

    public ExpressionSyntaxException Error(string problem) =>
        new($"Regular expression: {problem}.", start + 1 + _position);

    private bool Take(string text)
    {
        if (string.CompareOrdinal(pattern, _position, text, 0, text.Length) != 0)
            return false;
        _position += text.Length;
        return true;
    }

    private RegExpNode ParseAlternatives()
    {
        if (++_nesting > MaxNesting)
            throw Error($"groups nest deeper than {MaxNesting}");
        var items = new List<RegExpNode> { ParseSequence() };
        while (Take("|"))
            items.Add(ParseSequence());
        _nesting--;
        return items.Count == 1 ? items[0] : new AlternativesNode(items);
    }

    private SequenceNode ParseSequence()
    {
        var items = new List<RegExpNode>();
        while (!AtEnd && Current is not ('|' or ')'))
            items.Add(ParseTerm());
        return new SequenceNode(items);
    }

    private RegExpNode ParseTerm()
    {
        var atom = ParseAtom();
        if (ParseQuantifier() is not { } quantifier)
            return atom;
        if (atom is AssertionNode)
            throw Error("a repetition needs something to repeat");
        // A round that matches nothing is special in ECMAScript and depends on how the round began, which the search does not tell apart.
        if (atom.IsNullable && quantifier.Max is not 1 && quantifier.Max != quantifier.Min)
            throw Error("what is repeated can match nothing; make it match at least one character");
        return new RepeatNode(atom, quantifier.Min, quantifier.Max, Take("?"));
    }

    private (int Min, int? Max)? ParseQuantifier()
    {
        if (Take("*"))
            return (0, null);
        if (Take("+"))
            return (1, null);
        if (Take("?"))
            return (0, 1);
        return Current == '{' ? ParseBraces() : null;
    }

    private (int Min, int? Max)? ParseBraces()
    {
        var close = pattern.IndexOf('}', _position);
        if (close < 0)
            return null;
        var bounds = pattern[(_position + 1)..close].Split(',');
        if (
            bounds.Length > 2
            || bounds[0].Length == 0
            || !Array.TrueForAll(bounds, bound => bound.All(char.IsAsciiDigit))
        )
            return null;
        _position = close + 1;
        var min = Count(bounds[0]);
        int? max =
            bounds.Length == 1 ? min
            : bounds[1].Length == 0 ? null
            : Count(bounds[1]);
        return max < min ? throw Error("a repetition's bounds are in the wrong order") : (min, max);
    }

    private int Count(string digits) =>
        int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count <= MaxRepeat
            ? count
            : throw Error($"a repetition counts to {MaxRepeat} at most");

    private RegExpNode ParseAtom()
    {
        var c = pattern[_position++];
        switch (c)
        {
            case '^':
                return new AssertionNode(flags.Multiline ? AssertionKind.LineStart : AssertionKind.Start);
            case '$':
                return new AssertionNode(flags.Multiline ? AssertionKind.LineEnd : AssertionKind.End);
            case '.':
                return new CharNode(flags.DotAll ? CharSet.All : CharSet.LineEnds.Complement());
            case '(':
                return ParseGroup();
            case '[':
                return ParseClass();
            case '*' or '+' or '?':
                throw Error("a repetition needs something to repeat");
            case '\\' when Current is 'b' or 'B':
                return new AssertionNode(
                    pattern[_position++] == 'b' ? AssertionKind.WordBoundary : AssertionKind.NotWordBoundary
                );
            case '\\':
                return Chars(ParseEscape(inClass: false));
            case '{':
                _position--;
                var isQuantifier = ParseBraces() is not null;
                _position = isQuantifier ? _position : _position + 1;
                return isQuantifier
                    ? throw Error("a repetition needs something to repeat")
                    : Chars(CharSet.Of('{', '{'));
            default:
                return Chars(CharSet.Of(c, c));
        }
    }

    private CharNode Chars(CharSet set) => new(flags.IgnoreCase ? set.IgnoreCase() : set);

    private RegExpNode ParseGroup()
    {
        if (Take("?="))
            throw Error("look-ahead is not available, because it can take very long");
        if (Take("?!"))
            throw Error("look-ahead is not available, because it can take very long");
        if (Take("?<=") || Take("?<!"))
            throw Error("look-behind is not available, because it can take very long");
        var number = Take("?:") ? 0 : ++GroupCount;
        if (Take("?<"))
            ParseGroupName(number);
        else if (Current == '?')
            throw Error("this kind of group is not known");
        var body = ParseAlternatives();
        if (!Take(")"))
            throw Error("'(' is not closed");
        return number == 0 ? body : new GroupNode(number, body);
    }

    private void ParseGroupName(int number)
    {
        var close = pattern.IndexOf('>', _position);
        var name = close < 0 ? "" : pattern[_position..close];
        var valid =
            name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(c => char.IsLetterOrDigit(c) || c is '_' or '$');
        if (!valid || !GroupNames.TryAdd(name, number))
            throw Error("a group's name must be a name, and its own");
        _position = close + 1;
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
                sets.Add(first);
                continue;
            }
            _position++;
            sets.AddRange(Range(first, ParseClassAtom()));
        }
        var set = CharSet.Union(sets);
        if (flags.IgnoreCase)
            set = set.IgnoreCase();
        return new CharNode(negated ? set.Complement() : set);
    }

    /// <summary>A range, or where one end is a class such as <c>\d</c> both ends and the hyphen (Annex B).</summary>
    private CharSet[] Range(CharSet first, CharSet last)
    {
        if (Single(first) is not { } from || Single(last) is not { } to)
            return [first, CharSet.Of('-', '-'), last];
        return from <= to ? [CharSet.Of(from, to)] : throw Error("a range of characters is in the wrong order");
    }

    private static char? Single(CharSet set) => set.Ranges is [var (first, last)] && first == last ? first : null;

    private CharSet ParseClassAtom()
    {
        var c = pattern[_position++];
        if (c != '\\')
            return CharSet.Of(c, c);
        return Take("b") ? CharSet.Of('\b', '\b') : ParseEscape(inClass: true);
    }

    private CharSet ParseEscape(bool inClass)
    {
        if (AtEnd)
            throw Error("a backslash ends the pattern");
        var c = pattern[_position++];
        var set = c switch
        {
            'd' => CharSet.Digits,
            'D' => CharSet.Digits.Complement(),
            'w' => CharSet.Words,
            'W' => CharSet.Words.Complement(),
            's' => CharSet.WhiteSpace,
            'S' => CharSet.WhiteSpace.Complement(),
            _ => null,
        };
        if (set is not null)
            return set;
        var single = ParseCharacterEscape(c, inClass);
        return CharSet.Of(single, single);
    }

    private char ParseCharacterEscape(char c, bool inClass)
    {
        switch (c)
        {
            case 'x':
                return ParseHex(2) ?? 'x';
            case 'u':
                return ParseHex(4) ?? 'u';
            case 'c' when char.IsAsciiLetter(Current):
                return (char)(pattern[_position++] & 31);
            case 'c':
                throw Error("\\c needs a letter");
            case '0' when !char.IsAsciiDigit(Current):
                return '\0';
            case >= '0' and <= '9':
                throw Error(
                    inClass
                        ? "octal escapes are not available"
                        : "a reference to a group is not available, because it can take very long"
                );
            case 'k':
                throw Error("a reference to a group is not available, because it can take very long");
            default:
                var index = "nrtvf".IndexOf(c, StringComparison.Ordinal);
                return index >= 0 ? "\n\r\t\v\f"[index] : c;
        }
    }

    private char? ParseHex(int length)
    {
        if (
            _position + length > pattern.Length
            || !ushort.TryParse(
                pattern.AsSpan(_position, length),
                NumberStyles.AllowHexSpecifier,
                CultureInfo.InvariantCulture,
                out var code
            )
        )
            return null;
        _position += length;
        return (char)code;
    }
}
