using FlowFunctions.Expressions.Evaluation;
using FlowFunctions.Expressions.Library;
using FlowFunctions.Expressions.Values;

namespace FlowFunctions.Expressions.Tests.Differential;

/// <summary>Writes values so that what JSON cannot tell apart differs; evaluate.js writes the same text.</summary>
internal static class ValueEncoding
{
    public static string Evaluate(string expression, ExpressionScope scope)
    {
        try
        {
            var run = new EvaluationRun(scope);
            return Encode(run, Expression.Parse(expression).Evaluate(run));
        }
        catch (ExpressionException)
        {
            return "throws";
        }
    }

    private static string Encode(EvaluationRun run, Value value) =>
        value.Kind switch
        {
            ValueKind.Number when value.Number == 0 && double.IsNegative(value.Number) => "-0",
            ValueKind.String => JsonFunctions.ToJson(run, value)!,
            ValueKind.Function => "function",
            ValueKind.Array => $"[{string.Join(',', value.Array.Items.Select(item => Encode(run, item)))}]",
            ValueKind.Object =>
                $"{{{string.Join(',', ObjectFunctions.Entries(run, value).Select(entry => $"{Encode(run, entry.Key)}:{Encode(run, entry.Value)}"))}}}",
            _ => Coerce.ToText(run, value),
        };
}
