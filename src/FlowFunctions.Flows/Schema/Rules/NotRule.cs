using System.Text.Json;
using FlowFunctions.Flows.Schema.Compilation;

namespace FlowFunctions.Flows.Schema.Rules;

/// <summary><c>not</c> (Core 10.2.1.4).</summary>
internal sealed class NotRule(SchemaNode schema, string message) : Rule
{
    public static IEnumerable<Rule> Read(SchemaReader schema)
    {
        if (schema.Schema("not") is { } not)
            yield return new NotRule(not, Message(schema.Get("not")!.Value));
    }

    // What is excluded is known best by its title.
    private static string Message(JsonElement not) =>
        not.ValueKind == JsonValueKind.Object
        && not.TryGetProperty("title", out var title)
        && title.ValueKind == JsonValueKind.String
            ? $"must not be {title.GetString()}"
            : "has a form that is excluded here";

    public override bool Check(JsonElement value, Evaluation run, EvaluatedSet? seen)
    {
        int assumptions = run.Assumptions;
        // Nothing counts as evaluated by what must not hold, but the schema may ask what it has evaluated itself.
        return !run.Try(schema, value, null) || run.Assumptions > assumptions || run.Fail("not", message);
    }
}
