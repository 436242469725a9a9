using System.Text;
using FlowFunctions.Expressions.Evaluation;
using FlowFunctions.Expressions.RegularExpressions;

namespace FlowFunctions.Expressions.Library;

/// <summary>GetSubstitution (ECMA-262 §22.1.3.19.1): <c>$$ $&amp; $` $' $1 $&lt;name&gt;</c> in a replacement text.</summary>
internal static class Substitution
{
    public static string Expand(EvaluationRun run, string template, RegExpMatch match)
    {
        if (!template.Contains('$', StringComparison.Ordinal))
            return template;
        var output = new StringBuilder(template.Length);
        for (var i = 0; i < template.Length; )
        {
            var (text, length) = template[i] == '$' ? Read(template, i, match) : (template[i].ToString(), 1);
            run.ChargeText(text.Length);
            output.Append(text);
            i += length;
        }
        return output.ToString();
    }

    /// <summary>What the dollar at <paramref name="i"/> stands for, and the length of what it takes up.</summary>
    private static (string Text, int Length) Read(string template, int i, RegExpMatch match)
    {
        var next = i + 1 < template.Length ? template[i + 1] : '\0';
        return next switch
        {
            '$' => ("$", 2),
            '&' => (match.Text, 2),
            '`' => (match.Input[..match.Index], 2),
            '\'' => (match.Input[match.End..], 2),
            >= '0' and <= '9' => ReadNumber(template, i, match),
            '<' when match.Names.Count > 0 => ReadName(template, i, match),
            _ => ("$", 1),
        };
    }

    private static (string Text, int Length) ReadNumber(string template, int i, RegExpMatch match)
    {
        var one = template[i + 1] - '0';
        var two =
            i + 2 < template.Length && char.IsAsciiDigit(template[i + 2]) ? (one * 10) + template[i + 2] - '0' : 0;
        if (two >= 1 && two < match.Count)
            return (TextOf(match, two), 3);
        return one >= 1 && one < match.Count ? (TextOf(match, one), 2) : ("$", 1);
    }

    private static (string Text, int Length) ReadName(string template, int i, RegExpMatch match)
    {
        var close = template.IndexOf('>', i);
        if (close < 0)
            return ("$", 1);
        var text = match.Names.TryGetValue(template[(i + 2)..close], out var group) ? TextOf(match, group) : "";
        return (text, close + 1 - i);
    }

    private static string TextOf(RegExpMatch match, int group) =>
        match.Capture(group) is { IsString: true } text ? text.Text : "";
}
