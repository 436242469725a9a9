using System.Text.Json;
using FlowFunctions.Flows.Schema.Compilation;
using FlowFunctions.Flows.Text;

namespace FlowFunctions.Flows.Schema.Rules;

/// <summary><c>format</c> where it is asserted (Validation 7).</summary>
internal sealed class FormatRule(Func<string, bool> holds, string message) : Rule
{
    public static IEnumerable<Rule> Read(SchemaReader schema)
    {
        var format = schema.Get("format", JsonValueKind.String, "the name of a format");
        if (schema.AssertsFormat && format?.GetString() is { } name && Formats.Find(name) is { } known)
            yield return new FormatRule(known.Holds, $"must be {known.Words}");
    }

    public override bool Check(JsonElement value, Evaluation run, EvaluatedSet? seen) =>
        value.ValueKind != JsonValueKind.String
        || holds(new(JsonText.Read(value, ref run.Text)))
        || run.Fail("format", message);
}
