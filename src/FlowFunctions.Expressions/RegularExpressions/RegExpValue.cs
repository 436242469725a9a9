using System.Text.RegularExpressions;
using FlowFunctions.Expressions.Evaluation;
using FlowFunctions.Expressions.Syntax;
using FlowFunctions.Expressions.Values;

namespace FlowFunctions.Expressions.RegularExpressions;

/// <summary>
/// A regular expression with the meaning of ECMA-262 §22.2 on .NET's non-backtracking engine, whose time is linear in
/// the text. It has no <c>lastIndex</c>: every use starts at the beginning.
/// </summary>
internal sealed class RegExpValue
{
    /// <summary>The most character positions that a pattern may unroll to.</summary>
    public const int MaxSize = 1_000;

    /// <summary>How many states of the engine, each at one character, count as a step.</summary>
    private const int StatesPerStep = 64;

    private const int StepsPerMatch = 4;

    private static readonly TimeSpan MatchTimeout = TimeSpan.FromMilliseconds(500);

    private readonly Regex _regex;
    private readonly Alphabet _alphabet;
    private readonly (int Number, int[] Rounds)[] _groups;
    private readonly Dictionary<string, int> _names;
    private readonly string _source;
    private readonly int _size;

    private RegExpValue(string source, RegExpFlags flags, RegExpNode tree, RegExpParser parser)
    {
        _source = source;
        Flags = flags;
        _names = parser.GroupNames;
        _size = (int)tree.Size;
        var parts = tree.All.ToArray();
        var assertions = parts.OfType<AssertionNode>().Select(node => node.Kind).ToHashSet();
        var words =
            assertions.Contains(AssertionKind.WordBoundary) || assertions.Contains(AssertionKind.NotWordBoundary);
        var lines =
            Flags.Multiline && (assertions.Contains(AssertionKind.Start) || assertions.Contains(AssertionKind.End));
        var sets = parts.OfType<CharNode>().Select(node => node.Set);
        _alphabet =
            Alphabet.TryBuild(sets, words, lines)
            ?? throw parser.Error("its classes of characters are too many to compare");
        var emitter = new RegExpEmitter(_alphabet, lines, parser.GroupCount);
        var options = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant;
        _regex = new Regex(emitter.Emit(tree), lines ? options | RegexOptions.Multiline : options, MatchTimeout);
        _groups = emitter.Groups;
    }

    public RegExpFlags Flags { get; }

    /// <exception cref="ExpressionSyntaxException">The pattern is wrong, too large, or needs what the engine cannot do.</exception>
    public static RegExpValue Parse(string pattern, string flags, int position)
    {
        if (pattern.Length > Parser.MaxLength)
            throw new ExpressionSyntaxException("The regular expression is too long.", position);
        var options = RegExpFlags.Parse(flags, position);
        var parser = new RegExpParser(pattern, options, position);
        var tree = parser.Parse();
        return tree.Size <= MaxSize
            ? new RegExpValue(pattern.Length == 0 ? "(?:)" : pattern, options, tree, parser)
            : throw parser.Error($"it unrolls to more than {MaxSize} characters; use smaller repetition counts");
    }

    public bool TryGet(string name, out Value value)
    {
        value = name switch
        {
            "source" => _source,
            "flags" => Flags.ToString(),
            "global" => Flags.Global,
            "ignoreCase" => Flags.IgnoreCase,
            "multiline" => Flags.Multiline,
            "dotAll" => Flags.DotAll,
            "lastIndex" => 0,
            _ => default(Value),
        };
        return !value.IsUndefined;
    }

    public override string ToString() => $"/{_source}/{Flags}";

    /// <summary>The matches from the start of a text, one after the other; an empty one moves on by one character.</summary>
    public IEnumerable<RegExpMatch> Matches(EvaluationRun run, string text)
    {
        var represented = Represent(run, text);
        for (var start = 0; start <= text.Length; )
        {
            var match = Find(run, represented, start);
            if (!match.Success)
                yield break;
            yield return new RegExpMatch(text, Captures(match), _names);
            start = match.Length > 0 ? match.Index + match.Length : match.Index + 1;
        }
    }

    public bool IsMatch(EvaluationRun run, string text)
    {
        var represented = Represent(run, text);
        return Guard(run, () => _regex.IsMatch(represented));
    }

    private Match Find(EvaluationRun run, string represented, int start)
    {
        run.Step(StepsPerMatch);
        run.CheckTime();
        return Guard(run, () => _regex.Match(represented, start));
    }

    private static T Guard<T>(EvaluationRun run, Func<T> match)
    {
        try
        {
            return match();
        }
        catch (RegexMatchTimeoutException)
        {
            throw run.TooSlow();
        }
    }

    private string Represent(EvaluationRun run, string text)
    {
        run.ChargeText(text.Length);
        run.Step((int)Math.Min((long)text.Length * _size / StatesPerStep, int.MaxValue / 2));
        return _alphabet.Represent(text)
            ?? throw run.Fail(
                "The regular expression has flag m and tells the line ends of this text apart. Replace \\r, \\u2028 and \\u2029 first."
            );
    }

    private (int Start, int Length)?[] Captures(Match match) =>
        Array.ConvertAll(
            _groups,
            group =>
            {
                var found = match.Groups[group.Number];
                var forgotten = Array.Exists(group.Rounds, round => found.Index < match.Groups[round].Index);
                return found.Success && !forgotten ? ((int, int)?)(found.Index, found.Length) : null;
            }
        );
}
