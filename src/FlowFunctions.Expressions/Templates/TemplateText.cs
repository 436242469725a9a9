using System.Text;
using FlowFunctions.Expressions.Evaluation;
using FlowFunctions.Expressions.Library;
using FlowFunctions.Expressions.Values;

namespace FlowFunctions.Expressions.Templates;

/// <summary>A string with <c>{{ expression }}</c> in it: literal texts, and the expressions between them.</summary>
internal sealed class TemplateText
{
    private const int LongestQuote = 80;

    private readonly List<string> _texts = [];
    private readonly List<(Expression Expression, int Start)> _expressions = [];

    /// <summary>Each expression and the offset at which its text starts.</summary>
    public IReadOnlyList<(Expression Expression, int Start)> Expressions => _expressions;

    /// <summary>The expression, if the string is nothing else, and so gives its value as it is.</summary>
    public Expression? Whole =>
        _expressions.Count == 1 && _texts.TrueForAll(text => text.Length == 0) ? _expressions[0].Expression : null;

    /// <exception cref="ExpressionSyntaxException">An expression is wrong or not closed; the position counts in the whole text.</exception>
    public static TemplateText Parse(string text)
    {
        var template = new TemplateText();
        var position = 0;
        while (text.IndexOf(JsonTemplate.Opening, position, StringComparison.Ordinal) is var open and >= 0)
        {
            template._texts.Add(text[position..open]);
            var (expression, start, end) = Expression.ParseInText(text, open + JsonTemplate.Opening.Length);
            template._expressions.Add((expression, start));
            position = end;
        }
        template._texts.Add(text[position..]);
        return template;
    }

    public string Join(EvaluationRun run)
    {
        var joined = new StringBuilder(_texts[0]);
        for (var i = 0; i < _expressions.Count; i++)
        {
            var text = TextOf(run, Evaluate(run, _expressions[i].Expression));
            run.ChargeText(text.Length + _texts[i + 1].Length);
            joined.Append(text).Append(_texts[i + 1]);
        }
        return joined.ToString();
    }

    /// <summary>Evaluates one of a template's expressions; an error names it, because the template may hold many.</summary>
    public static Value Evaluate(EvaluationRun run, Expression expression)
    {
        try
        {
            return expression.Evaluate(run);
        }
        catch (ExpressionException exception)
        {
            throw Locate(exception, expression);
        }
    }

    public static ExpressionException Locate(ExpressionException exception, Expression expression)
    {
        var text = expression.Text.Length > LongestQuote ? expression.Text[..LongestQuote] + "…" : expression.Text;
        return new ExpressionException($"{exception.Message} In {{{{ {text} }}}}", exception.Position);
    }

    private static string TextOf(EvaluationRun run, Value value) =>
        value.Kind switch
        {
            ValueKind.Undefined or ValueKind.Null => "",
            ValueKind.Array or ValueKind.Object => JsonFunctions.ToJson(run, value)!,
            _ => Coerce.ToText(run, value),
        };
}
