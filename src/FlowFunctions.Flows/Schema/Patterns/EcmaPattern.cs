using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace FlowFunctions.Flows.Schema.Patterns;

/// <summary>
/// Translates a regular expression of ECMA-262 with the <c>u</c> flag (Core 6.4) for .NET's engine that runs in time
/// linear in the input. What such an engine cannot do, looking around and back references, is refused.
/// </summary>
internal sealed class EcmaPattern
{
    private const int MaxLength = 10_000;
    private const int MaxNesting = 100;
    private const int MaxRepeat = 10_000;
    private const string Syntax = "^$\\.*+?()[]{}|/";
    private readonly string pattern;
    private readonly StringBuilder output = new();
    private int at;
    private int nesting;

    private EcmaPattern(string pattern) => this.pattern = pattern;

    /// <summary>Compiles a pattern that is matched anywhere in a text.</summary>
    /// <exception cref="FormatException">It is not a pattern, or one that this engine refuses.</exception>
    public static Regex Compile(string pattern)
    {
        if (pattern.Length > MaxLength)
            throw new FormatException($"it is longer than {MaxLength} characters");
        var parser = new EcmaPattern(pattern);
        parser.Disjunction();
        if (parser.at < pattern.Length)
            throw parser.Error("')' closes nothing");
        return new(parser.output.ToString(), RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
    }

    private bool More => at < pattern.Length;

    /// <summary>Returns how many characters the engine would have to spell the expression out.</summary>
    private int Disjunction()
    {
        int size = 0;
        while (true)
        {
            while (More && pattern[at] is not ('|' or ')'))
                size = Checked((long)size + Term());
            if (!Accept('|'))
                return size;
            output.Append('|');
        }
    }

    private int Term()
    {
        int start = output.Length;
        char next = pattern[at++];
        if (Assertion(next))
            return 1;
        int size = Atom(next);
        return Quantifier(size, start);
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
        output.Append(assertion);
        return assertion is not null;
    }

    private int Atom(char next)
    {
        switch (next)
        {
            case '(':
                return Group();
            case '.':
                return Emit(CharacterClasses.LineEnd.Complement());
            case '[':
                return Emit(Class());
            case '\\':
                return Emit(Escape(inClass: false));
            case '*' or '+' or '?' or '{':
                throw Error($"'{next}' has nothing to repeat; write '\\{next}' for the character");
            case ']' or '}':
                throw Error($"'{next}' stands alone; write '\\{next}' for the character");
            default:
                at--;
                return Emit(One(CodePoint()));
        }
    }

    private int Group()
    {
        if (++nesting > MaxNesting)
            throw Error($"groups nest more than {MaxNesting} deep");
        if (Accept('?'))
            GroupKind();
        output.Append("(?:");
        int size = Disjunction();
        if (!Accept(')'))
            throw Error("a '(' is not closed");
        output.Append(')');
        nesting--;
        return size;
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

    private int Quantifier(int size, int start)
    {
        var (least, most) = (1, (int?)1);
        if (!More)
            return size;
        switch (pattern[at])
        {
            case '*':
                (least, most) = (0, null);
                break;
            case '+':
                (least, most) = (1, null);
                break;
            case '?':
                (least, most) = (0, 1);
                break;
            case '{':
                (least, most) = Bounds();
                break;
            default:
                return size;
        }
        at++;
        // Which way a match is looked for first makes no difference to whether there is one.
        Accept('?');
        if (most == 0)
        {
            output.Length = start;
            return 0;
        }
        output.Append(CultureInfo.InvariantCulture, $"{{{least},{most}}}");
        return Checked((long)size * Math.Max(1, Math.Max(least, most ?? 0)));
    }

    private (int Least, int? Most) Bounds()
    {
        int end = pattern.IndexOf('}', at);
        if (end < 0)
            throw Error("a '{' is not closed; write '\\{' for the character");
        string[] parts = pattern[(at + 1)..end].Split(',');
        at = end;
        int least = Number(parts[0]);
        int? most = parts switch
        {
            [_] => least,
            [_, ""] => null,
            [_, var text] => Number(text),
            _ => throw Error("'{' must hold one or two numbers"),
        };
        return most < least ? throw Error("the numbers in '{}' are out of order") : (least, most);
    }

    private int Number(string text) =>
        text.Length == 0 || !text.All(char.IsAsciiDigit)
            ? throw Error("'{' must hold one or two numbers; write '\\{' for the character")
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? Checked(number)
        : Checked(long.MaxValue);

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

    private int Emit(CodePointSet set)
    {
        output.Append(set.ToPattern());
        return 1;
    }

    private bool Accept(char expected)
    {
        if (!More || pattern[at] != expected)
            return false;
        at++;
        return true;
    }

    private bool Looking(string any) => More && any.Contains(pattern[at], StringComparison.Ordinal);

    private int Checked(long size) =>
        size <= MaxRepeat ? (int)size : throw Error($"its repetitions come to more than {MaxRepeat} characters");

    private FormatException Error(string message) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{message} (at character {at})"));
}
