using System.Text.Json;
using FlowFunctions.Expressions;
using FlowFunctions.Flows.Schema.Compilation;
using FlowFunctions.Flows.Text;

namespace FlowFunctions.Flows.Schema.Rules;

/// <summary><c>pattern</c> (Validation 6.3.3).</summary>
internal sealed class PatternRule(EcmaRegex pattern, string message) : Rule
{
    public static IEnumerable<Rule> Read(SchemaReader schema)
    {
        if (schema.Get("pattern", JsonValueKind.String, "a regular expression") is { } text)
            yield return new PatternRule(
                schema.Pattern(text.GetString()!, "pattern"),
                $"must match the pattern {text.GetString()}"
            );
    }

    public override bool Check(JsonElement value, Evaluation run, EvaluatedSet? seen) =>
        value.ValueKind != JsonValueKind.String
        || run.Matches(pattern, JsonText.Read(value, ref run.Text))
        || run.Fail("pattern", message);
}
