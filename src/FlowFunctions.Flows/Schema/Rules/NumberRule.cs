using System.Text.Json;
using FlowFunctions.Flows.Schema.Compilation;

namespace FlowFunctions.Flows.Schema.Rules;

/// <summary>The numeric keywords (Validation 6.2).</summary>
internal sealed class NumberRule(
    string keyword,
    JsonNumber limit,
    Func<JsonNumber, JsonNumber, bool> holds,
    string message
) : Rule
{
    private static readonly (string Keyword, string Words, Func<JsonNumber, JsonNumber, bool> Holds)[] Known =
    [
        ("minimum", "at least", static (value, limit) => value.CompareTo(limit) >= 0),
        ("maximum", "at most", static (value, limit) => value.CompareTo(limit) <= 0),
        ("exclusiveMinimum", "greater than", static (value, limit) => value.CompareTo(limit) > 0),
        ("exclusiveMaximum", "less than", static (value, limit) => value.CompareTo(limit) < 0),
        ("multipleOf", "a multiple of", static (value, limit) => value.IsMultipleOf(limit)),
    ];

    public static IEnumerable<Rule> Read(SchemaReader schema)
    {
        foreach (var (keyword, words, holds) in Known)
        {
            if (schema.Get(keyword, JsonValueKind.Number, "a number") is not { } number)
                continue;
            var limit = JsonNumber.Read(number);
            if (keyword == "multipleOf" && !limit.IsPositive)
                throw schema.Error(keyword, "must be greater than 0");
            yield return new NumberRule(keyword, limit, holds, $"must be {words} {number.GetRawText()}");
        }
    }

    public override bool Check(JsonElement value, Evaluation run, EvaluatedSet? seen) =>
        value.ValueKind != JsonValueKind.Number || holds(JsonNumber.Read(value), limit) || run.Fail(keyword, message);
}
