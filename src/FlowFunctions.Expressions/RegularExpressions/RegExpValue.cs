using FlowFunctions.Expressions.Evaluation;
using FlowFunctions.Expressions.Syntax;
using FlowFunctions.Expressions.Values;

namespace FlowFunctions.Expressions.RegularExpressions;

/// <summary>
/// A regular expression with the meaning of ECMA-262 §22.2, matched in time linear in the text. It has no
/// <c>lastIndex</c>: every use starts at the beginning.
/// </summary>
internal sealed class RegExpValue
{
    /// <summary>The most character positions that a pattern may unroll to.</summary>
    public const int MaxSize = 1_000;

    private readonly RegExpProgram _program;
    private readonly Dictionary<string, int> _names;
    private readonly int _slots;
    private readonly string _source;

    private RegExpValue(string source, RegExpFlags flags, RegExpNode tree, RegExpParser parser)
    {
        _source = source;
        Flags = flags;
        _names = parser.GroupNames;
        _slots = 2 * (parser.GroupCount + 1);
        _program = new RegExpProgram(RegExpCompiler.Compile(tree, _slots, captures: true), tree, flags);
    }

    public RegExpFlags Flags { get; }

    /// <exception cref="ExpressionSyntaxException">The pattern is wrong, too large, or needs backtracking.</exception>
    public static RegExpValue Parse(string pattern, string flags, int position)
    {
        if (pattern.Length > Parser.MaxLength)
            throw new ExpressionSyntaxException("The regular expression is too long.", position);
        var options = RegExpFlags.Parse(flags, position);
        var parser = new RegExpParser(pattern, options, position + 1);
        var tree = parser.Parse(MaxSize, repeatsNothing: false);
        return new RegExpValue(pattern.Length == 0 ? "(?:)" : pattern, options, tree, parser);
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
            "unicode" => Flags.Unicode,
            "lastIndex" => 0,
            _ => default(Value),
        };
        return !value.IsUndefined;
    }

    public override string ToString() => $"/{_source}/{Flags}";

    public bool IsMatch(EvaluationRun run, string text)
    {
        var allowed = (long)run.StepsLeft * RegExpSearch.PlacesPerStep;
        var left = allowed;
        var found = RegExpTest.Run(_program, text, ref left);
        run.Step(1 + (int)((allowed - left) / RegExpSearch.PlacesPerStep));
        return found == true;
    }

    /// <summary>The matches from the start of a text, one after the other; an empty one moves on by one character.</summary>
    public IEnumerable<RegExpMatch> Matches(EvaluationRun run, string text)
    {
        var search = new RegExpSearch(run, _program, _slots, text);
        for (var start = 0; start <= text.Length; )
        {
            run.Step();
            if (search.Find(start) is not { } positions)
                yield break;
            var match = new RegExpMatch(text, positions, _names);
            yield return match;
            start = match.End > match.Index ? match.End : Next(text, match.End);
        }
    }

    /// <summary>AdvanceStringIndex of ECMA-262 §22.2.7.3.</summary>
    private int Next(string text, int position)
    {
        var next = position + 1;
        if (position < text.Length)
            _program.Read(text, position, out next);
        return next;
    }
}
