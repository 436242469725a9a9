using FlowFunctions.Expressions.Evaluation;
using FlowFunctions.Expressions.Values;

namespace FlowFunctions.Expressions.Library;

/// <summary>What can be spread: lists, and texts by code points.</summary>
internal static class Iteration
{
    public static Value[] Items(EvaluationRun run, Value value) =>
        value.Kind switch
        {
            ValueKind.Array => value.Array.Items,
            ValueKind.String => CodePoints(run, value.Text),
            _ => throw run.Fail("Only a list or a text can be spread or taken apart here."),
        };

    private static Value[] CodePoints(EvaluationRun run, string text)
    {
        run.ChargeItems(text.Length * 2L);
        run.Step(text.Length);
        var items = new List<Value>(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var pair = i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]);
            items.Add(pair ? text.Substring(i++, 2) : text[i].ToString());
        }
        return [.. items];
    }
}
