using System.Text.Json;
using FlowFunctions.Flows.Schema.Compilation;

namespace FlowFunctions.Flows.Schema.Rules;

/// <summary>
/// <c>$ref</c>, <c>$dynamicRef</c> and the members of <c>allOf</c>: another schema that holds at the same place
/// (Core 8.2.3 and 10.2.1.1).
/// </summary>
internal sealed class ReferenceRule(SchemaNode target, string? dynamicAnchor) : Rule
{
    /// <summary>The schema referred to, as far as it does not depend on the way there.</summary>
    public SchemaNode Target => target;

    public static IEnumerable<Rule> Read(SchemaReader schema)
    {
        if (schema.Reference("$ref") is { } reference)
            yield return new ReferenceRule(reference.Target, null);
        if (schema.Reference("$dynamicRef") is { } dynamic)
            yield return new ReferenceRule(dynamic.Target, dynamic.DynamicAnchor);
        foreach (var part in schema.Schemas("allOf") ?? [])
            yield return new ReferenceRule(part, null);
    }

    public override bool Check(JsonElement value, Evaluation run, EvaluatedSet? seen) =>
        (dynamicAnchor is null ? target : run.FindDynamic(dynamicAnchor) ?? target).Evaluate(value, run, seen);
}
