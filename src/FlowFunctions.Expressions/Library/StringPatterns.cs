using System.Text;
using FlowFunctions.Expressions.Evaluation;
using FlowFunctions.Expressions.RegularExpressions;
using FlowFunctions.Expressions.Values;

namespace FlowFunctions.Expressions.Library;

/// <summary>The methods of a text that take a text or a regular expression to look for.</summary>
internal static class StringPatterns
{
    /// <summary>What reading a pattern at run time counts for.</summary>
    private const int StepsPerPattern = 20_000;

    public static readonly Dictionary<string, MethodBody> All = new()
    {
        ["match"] = Match,
        ["matchAll"] = MatchAll,
        ["replace"] = (run, self, arguments) => Replace(run, self.Text, arguments, all: false),
        ["replaceAll"] = (run, self, arguments) => Replace(run, self.Text, arguments, all: true),
        ["search"] = (run, self, arguments) =>
            Pattern(run, arguments.At(0)).Matches(run, self.Text).FirstOrDefault()?.Index ?? -1,
        ["split"] = Split,
    };

    public static Value First(EvaluationRun run, RegExpValue pattern, string text) =>
        pattern.Matches(run, text).FirstOrDefault()?.ToValue(run) ?? Value.Null;

    private static RegExpValue Pattern(EvaluationRun run, Value value, string flags = "")
    {
        if (value.Kind == ValueKind.RegExp)
            return value.RegExp;
        var pattern = value.IsUndefined ? "" : Coerce.ToText(run, value);
        run.Step(StepsPerPattern + pattern.Length);
        return RegExpValue.Parse(pattern, flags, run.Position);
    }

    private static Value Match(EvaluationRun run, Value self, ReadOnlySpan<Value> arguments)
    {
        var pattern = Pattern(run, arguments.At(0));
        if (!pattern.Flags.Global)
            return First(run, pattern, self.Text);
        var texts = Collect(run, pattern, self.Text, match => match.Text);
        return texts.Count > 0 ? new ArrayValue([.. texts]) : Value.Null;
    }

    private static Value MatchAll(EvaluationRun run, Value self, ReadOnlySpan<Value> arguments)
    {
        var pattern = Global(run, Pattern(run, arguments.At(0), "g"));
        return new ArrayValue([.. Collect(run, pattern, self.Text, match => match.ToValue(run))]);
    }

    private static List<Value> Collect(
        EvaluationRun run,
        RegExpValue pattern,
        string text,
        Func<RegExpMatch, Value> select
    )
    {
        var values = new List<Value>();
        foreach (var match in pattern.Matches(run, text))
        {
            run.ChargeItems(1);
            run.ChargeText(match.End - match.Index);
            values.Add(select(match));
        }
        return values;
    }

    private static RegExpValue Global(EvaluationRun run, RegExpValue pattern) =>
        pattern.Flags.Global
            ? pattern
            : throw run.Fail("matchAll and replaceAll need a regular expression with flag g.");

    private static Value Replace(EvaluationRun run, string text, ReadOnlySpan<Value> arguments, bool all)
    {
        var (sought, with) = (arguments.At(0), arguments.At(1));
        IEnumerable<RegExpMatch> matches;
        if (sought.Kind == ValueKind.RegExp)
        {
            var pattern = all ? Global(run, sought.RegExp) : sought.RegExp;
            matches = pattern.Flags.Global ? pattern.Matches(run, text) : pattern.Matches(run, text).Take(1);
        }
        else
        {
            var found = Find(run, text, Coerce.ToText(run, sought));
            matches = all ? found : found.Take(1);
        }
        var substitution = with.Kind == ValueKind.Function ? null : Coerce.ToText(run, with);
        var output = new StringBuilder();
        var position = 0;
        foreach (var match in matches)
        {
            var replaced = substitution is null
                ? Call(run, with.Function, match)
                : Substitution.Expand(run, substitution, match);
            run.Step();
            run.ChargeText(match.Index - position + replaced.Length);
            output.Append(text, position, match.Index - position).Append(replaced);
            position = match.End;
        }
        run.ChargeText(text.Length - position);
        return output.Append(text, position, text.Length - position).ToString();
    }

    private static string Call(EvaluationRun run, FunctionValue function, RegExpMatch match)
    {
        var arguments = new List<Value>();
        for (var i = 0; i < match.Count; i++)
            arguments.Add(match.Capture(i));
        arguments.Add(match.Index);
        arguments.Add(match.Input);
        if (match.Groups(run) is { IsUndefined: false } groups)
            arguments.Add(groups);
        return Coerce.ToText(run, function.Call(run, [.. arguments]));
    }

    /// <summary>The places of a plain text; an empty one is found between all characters.</summary>
    private static IEnumerable<RegExpMatch> Find(EvaluationRun run, string text, string sought)
    {
        for (var start = 0; start <= text.Length; )
        {
            var index = text.IndexOf(sought, start, StringComparison.Ordinal);
            run.Step(1 + ((index < 0 ? text.Length : index) - start) / 16);
            if (index < 0)
                yield break;
            yield return new RegExpMatch(text, [index, index + sought.Length], []);
            start = index + Math.Max(sought.Length, 1);
        }
    }

    private static Value Split(EvaluationRun run, Value self, ReadOnlySpan<Value> arguments)
    {
        var limit = arguments.At(1).IsUndefined ? uint.MaxValue : Coerce.ToUint32(run, arguments.At(1));
        var separator = arguments.At(0);
        if (limit == 0)
            return new ArrayValue([]);
        if (separator.IsUndefined)
            return new ArrayValue([self]);
        var text = self.Text;
        var matches =
            separator.Kind == ValueKind.RegExp
                ? separator.RegExp.Matches(run, text)
                : Find(run, text, Coerce.ToText(run, separator));
        var parts = new List<Value>();
        var position = 0;
        if (text.Length == 0)
            return new ArrayValue(matches.Any() ? [] : [self]);
        foreach (var match in matches)
        {
            // An empty match splits between characters only, and nothing splits at the very end.
            if (match.End == position || match.Index >= text.Length)
                continue;
            Add(run, parts, text[position..match.Index]);
            position = match.End;
            for (var i = 1; i < match.Count; i++)
                Add(run, parts, match.Capture(i));
            if (parts.Count >= limit)
                break;
        }
        Add(run, parts, text[position..]);
        return new ArrayValue([.. parts.Take((int)Math.Min(limit, int.MaxValue))]);
    }

    private static void Add(EvaluationRun run, List<Value> parts, Value part)
    {
        run.Step(2);
        run.ChargeItems(1);
        run.ChargeText(part.IsString ? part.Text.Length : 0);
        parts.Add(part);
    }
}
