using System.Globalization;

namespace FlowFunctions.Expressions.RegularExpressions;

/// <summary>
/// Reads the pattern grammar of ECMA-262 §22.2.1, without flag <c>u</c> with the lenience of Annex B for braces and
/// escapes, less what cannot run without backtracking.
/// </summary>
/// <param name="pattern">The pattern.</param>
/// <param name="flags">Its flags.</param>
/// <param name="start">Where the pattern starts in the text that errors point into.</param>
internal sealed partial class RegExpParser(string pattern, RegExpFlags flags, int start)
{
    private const int MaxNesting = 100;

    private int _position;
    private int _nesting;
    private int _maxSize;
    private bool _repeatsNothing;

    public int GroupCount { get; private set; }

    /// <summary>How many ranges its classes have together.</summary>
    public int RangeCount { get; private set; }

    public Dictionary<string, int> GroupNames { get; } = new(StringComparer.Ordinal);

    private char Current => _position < pattern.Length ? pattern[_position] : '\0';

    private bool AtEnd => _position >= pattern.Length;

    /// <param name="maxSize">How many characters the pattern may unroll to.</param>
    /// <param name="repeatsNothing">Whether what can match nothing may be repeated without end.</param>
    public RegExpNode Parse(int maxSize, bool repeatsNothing)
    {
        (_maxSize, _repeatsNothing) = (maxSize, repeatsNothing);
        var node = ParseAlternatives();
        if (!AtEnd)
            throw Error("')' has no '('");
        return node.Size <= maxSize
            ? node
            : throw Error($"it unrolls to more than {maxSize} characters; use smaller repetition counts");
    }

    private ExpressionSyntaxException Error(string problem) =>
        new($"Regular expression: {problem}.", start + _position);

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
        if (!_repeatsNothing && atom.IsNullable && quantifier.Max is not 1 && quantifier.Max != quantifier.Min)
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
        if (Current != '{')
            return null;
        var braces = ParseBraces();
        return braces is null && flags.Unicode
            ? throw Error("'{' must hold one or two numbers; write '\\{' for the character")
            : braces;
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
        int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count <= _maxSize
            ? count
            : throw Error($"a repetition counts to {_maxSize} at most");

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
                return Chars(ParseClassEscape() ?? CharSet.Of(ParseCharacterEscape(inClass: false)));
            case '{':
                return ParseBrace();
            case '}' or ']' when flags.Unicode:
                throw Error($"'{c}' stands alone; write '\\{c}' for the character");
            default:
                _position--;
                return Chars(CharSet.Of(ParseLiteral()));
        }
    }

    /// <summary>A brace that begins no repetition stands for itself, without the flag <c>u</c>.</summary>
    private CharNode ParseBrace()
    {
        _position--;
        if (flags.Unicode || ParseBraces() is not null)
            throw Error("a repetition needs something to repeat");
        _position++;
        return Chars(CharSet.Of('{'));
    }

    private CharNode Chars(CharSet set) => new(flags.IgnoreCase ? set.IgnoreCase(flags.Unicode) : set);

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
}
