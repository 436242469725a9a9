using System.Text.Json;
using FlowFunctions.Flows.Schema.Compilation;
using FlowFunctions.Flows.Text;

namespace FlowFunctions.Flows.Schema.Rules;

/// <summary>
/// <c>dependentRequired</c> and <c>dependentSchemas</c> (Validation 6.5.4, Core 10.2.2.4): what holds for an object that
/// has a property.
/// </summary>
internal sealed class DependencyRule(string trigger, string[] required, SchemaNode? schema) : Rule
{
    public static IEnumerable<Rule> Read(SchemaReader schema)
    {
        foreach (var (trigger, node) in schema.SchemaMap("dependentSchemas") ?? [])
            yield return new DependencyRule(trigger, [], node);
        if (schema.Get("dependentRequired", JsonValueKind.Object, "an object") is not { } map)
            yield break;
        foreach (var property in map.EnumerateObject())
            yield return new DependencyRule(
                property.Name,
                schema.Names(property.Value, "dependentRequired", property.Name),
                null
            );
    }

    public override bool Check(JsonElement value, Evaluation run, EvaluatedSet? seen)
    {
        if (value.ValueKind != JsonValueKind.Object || !JsonText.HasProperty(value, trigger, ref run.Text))
            return true;
        bool valid = true;
        foreach (string name in required)
            if (!JsonText.HasProperty(value, name, ref run.Text))
                valid = run.Fail("dependentRequired", $"is missing '{name}', which '{trigger}' requires");
        return (schema?.Evaluate(value, run, seen) ?? true) && valid;
    }
}
