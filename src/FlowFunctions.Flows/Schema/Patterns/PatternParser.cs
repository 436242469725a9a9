using System.Globalization;

namespace FlowFunctions.Flows.Schema.Patterns;

/// <summary>
/// Parses a pattern of ECMA-262 (22.2.1, with the <c>u</c> flag) into pieces of .NET syntax with the classes of code
/// points between them. What an engine that never goes back cannot do, look-around and back references, is refused.
/// </summary>
internal sealed class PatternParser
{
    private const int MaxLength = 10_000;
    private const int MaxNesting = 100;
    private const int MaxDigits = 6;
    private const string Syntax = "^$\\.*+?()[]{}|/";
    private readonly string pattern;
    private readonly List<(string Syntax, CodePointSet? Class)> parts = [];
    private readonly List<CodePointSet> classes = [];
    private int at;
    private int nesting;

    private PatternParser(string pattern) => this.pattern = pattern;

    public IReadOnlyList<(string Syntax, CodePointSet? Class)> Parts => parts;

    public IReadOnlyList<CodePointSet> Classes => classes;

    public bool HasWordBoundary { get; private set; }

    public static PatternParser Parse(string pattern)
    {
        if (pattern.Length > MaxLength)
            throw new FormatException($"it is longer than {MaxLength} characters");
        var parser = new PatternParser(pattern);
        parser.Disjunction();
        return parser.More ? throw parser.Error("')' closes nothing") : parser;
    }

    private bool More => at < pattern.Length;

    private void Disjunction()
    {
        while (More && pattern[at] != ')')
        {
            if (Accept('|'))
                Emit("|");
            else
                Term();
        }
    }

    private void Term()
    {
        char next = pattern[at++];
        if (Assertion(next))
            return;
        Atom(next);
        Quantifier();
    }

    private bool Assertion(char next)
    {
        string? assertion = next switch
        {
            '^' => @"\A",
            '$' => @"\z",
            '\\' when Accept('b') => @"\b",
            '\\' when Accept('B') => @"\B",
            _ => null,
        };
        if (assertion is null)
            return false;
        HasWordBoundary |= next == '\\';
        Emit(assertion);
        return true;
    }

    private void Atom(char next)
    {
        switch (next)
        {
            case '(':
                Group();
                break;
            case '.':
                Emit(CharacterClasses.LineEnd.Complement());
                break;
            case '[':
                Emit(Class());
                break;
            case '\\':
                Emit(Escape(inClass: false));
                break;
            case '*' or '+' or '?' or '{':
                throw Error($"'{next}' has nothing to repeat; write '\\{next}' for the character");
            case ']' or '}':
                throw Error($"'{next}' stands alone; write '\\{next}' for the character");
            default:
                at--;
                Emit(One(CodePoint()));
                break;
        }
    }

    private void Group()
    {
        if (++nesting > MaxNesting)
            throw Error($"groups nest more than {MaxNesting} deep");
        if (Accept('?'))
            GroupKind();
        Emit("(?:");
        Disjunction();
        if (!Accept(')'))
            throw Error("a '(' is not closed");
        Emit(")");
        nesting--;
    }

    private void GroupKind()
    {
        if (Accept(':'))
            return;
        if (!Accept('<'))
            throw Error(Looking("=!") ? "look-ahead is not available" : "'(?' must go on with ':' or a name");
        if (Looking("=!"))
            throw Error("look-behind is not available");
        int end = pattern.IndexOf('>', at);
        if (end <= at || !pattern.AsSpan(at, end - at).ToString().All(c => char.IsLetterOrDigit(c) || c is '_' or '$'))
            throw Error("the name of a group is not one");
        at = end + 1;
    }

    private void Quantifier()
    {
        string? quantifier = More
            ? pattern[at] switch
            {
                '*' => "*",
                '+' => "+",
                '?' => "?",
                '{' => Bounds(),
                _ => null,
            }
            : null;
        if (quantifier is null)
            return;
        at++;
        // Which way a match is looked for first makes no difference to whether there is one.
        Accept('?');
        Emit(quantifier);
    }

    private string Bounds()
    {
        int end = pattern.IndexOf('}', at);
        string[] numbers = end < 0 ? [] : pattern[(at + 1)..end].Split(',');
        if (
            numbers.Length is 0 or > 2
            || !IsNumber(numbers[0])
            || numbers is [_, { Length: > 0 } last] && !IsNumber(last)
        )
            throw Error("'{' must hold one or two numbers; write '\\{' for the character");
        if (
            numbers is [var least, { Length: > 0 } most]
            && int.Parse(least, CultureInfo.InvariantCulture) > int.Parse(most, CultureInfo.InvariantCulture)
        )
            throw Error("the numbers in '{}' are out of order");
        at = end;
        return $"{{{string.Join(',', numbers)}}}";
    }

    private static bool IsNumber(string text) => text.Length is > 0 and <= MaxDigits && text.All(char.IsAsciiDigit);

    private CodePointSet Class()
    {
        bool negated = Accept('^');
        var set = CodePointSet.Of();
        while (!Accept(']'))
        {
            var first = ClassAtom();
            if (Looking("-") && at + 1 < pattern.Length && pattern[at + 1] != ']')
            {
                at++;
                set = set.Union(Span(first, ClassAtom()));
            }
            else
                set = set.Union(first);
        }
        return negated ? set.Complement() : set;
    }

    private CodePointSet Span(CodePointSet first, CodePointSet last) =>
        first.Single is { } from && last.Single is { } to && from <= to
            ? CodePointSet.Of((from, to))
            : throw Error("a range in '[]' is out of order or has a class at its end");

    private CodePointSet ClassAtom()
    {
        if (!More)
            throw Error("a '[' is not closed");
        return Accept('\\') ? Escape(inClass: true) : One(CodePoint());
    }

    private CodePointSet Escape(bool inClass)
    {
        if (!More)
            throw Error("it ends in a '\\'");
        char next = pattern[at++];
        return next switch
        {
            'd' => CharacterClasses.Digit,
            'D' => CharacterClasses.Digit.Complement(),
            'w' => CharacterClasses.Word,
            'W' => CharacterClasses.Word.Complement(),
            's' => CharacterClasses.Space,
            'S' => CharacterClasses.Space.Complement(),
            'p' => Property(),
            'P' => Property().Complement(),
            't' => One('\t'),
            'n' => One('\n'),
            'v' => One('\v'),
            'f' => One('\f'),
            'r' => One('\r'),
            'b' when inClass => One('\b'),
            '-' when inClass => One('-'),
            '0' when !More || !char.IsAsciiDigit(pattern[at]) => One(0),
            'c' when More && char.IsAsciiLetter(pattern[at]) => One(pattern[at++] % 32),
            'x' => One(Hex(2)),
            'u' => One(UnicodeEscape()),
            'k' or (>= '1' and <= '9') => throw Error("back references are not available"),
            _ when Syntax.Contains(next, StringComparison.Ordinal) => One(next),
            _ => throw Error($"'\\{next}' means nothing"),
        };
    }

    private CodePointSet Property()
    {
        int end = Accept('{') ? pattern.IndexOf('}', at) : -1;
        if (end < 0)
            throw Error("'\\p' needs a name in braces, such as \\p{Letter}");
        string name = pattern[at..end];
        at = end + 1;
        return CharacterClasses.Find(name)
            ?? throw Error($"the property '{name}' is not available; general categories such as \\p{{Letter}} are");
    }

    private int UnicodeEscape()
    {
        if (!Accept('{'))
        {
            int unit = Hex(4);
            if (!char.IsHighSurrogate((char)unit) || !pattern.AsSpan(at).StartsWith("\\u") || at + 6 > pattern.Length)
                return unit;
            int before = at;
            at += 2;
            int low = Looking("{") ? 0 : Hex(4);
            if (char.IsLowSurrogate((char)low))
                return char.ConvertToUtf32((char)unit, (char)low);
            at = before;
            return unit;
        }
        int end = pattern.IndexOf('}', at);
        int length = end - at;
        int point = length is < 1 or > 8 ? -1 : Hex(length);
        at++;
        return point is < 0 or > CodePointSet.Last ? throw Error("'\\u{…}' must hold a code point") : point;
    }

    private int Hex(int digits)
    {
        if (
            at + digits > pattern.Length
            || !int.TryParse(
                pattern.AsSpan(at, digits),
                NumberStyles.AllowHexSpecifier,
                CultureInfo.InvariantCulture,
                out int value
            )
        )
            throw Error("an escape needs hexadecimal digits");
        at += digits;
        return value;
    }

    private int CodePoint()
    {
        bool pair = at + 1 < pattern.Length && char.IsSurrogatePair(pattern[at], pattern[at + 1]);
        int point = pair ? char.ConvertToUtf32(pattern[at], pattern[at + 1]) : pattern[at];
        at += pair ? 2 : 1;
        return point;
    }

    private static CodePointSet One(int codePoint) => CodePointSet.Of((codePoint, codePoint));

    private void Emit(string syntax) => parts.Add((syntax, null));

    private void Emit(CodePointSet set)
    {
        parts.Add(("", set));
        classes.Add(set);
    }

    private bool Accept(char expected)
    {
        if (!More || pattern[at] != expected)
            return false;
        at++;
        return true;
    }

    private bool Looking(string any) => More && any.Contains(pattern[at], StringComparison.Ordinal);

    private FormatException Error(string message) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{message} (at character {at})"));
}
