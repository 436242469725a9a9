using System.Text.Json;
using FlowFunctions.Flows.Schema.Compilation;
using FlowFunctions.Flows.Text;

namespace FlowFunctions.Flows.Schema.Rules;

/// <summary><c>unevaluatedItems</c> and <c>unevaluatedProperties</c> (Core 11).</summary>
internal sealed class UnevaluatedRule(string keyword, JsonValueKind kind, SchemaNode schema, SchemaNode owner) : Rule
{
    public override bool NeedsEvaluated => true;

    public static IEnumerable<Rule> Read(SchemaReader schema)
    {
        if (schema.Schema("unevaluatedItems") is { } items)
            yield return new UnevaluatedRule("unevaluatedItems", JsonValueKind.Array, items, schema.Node);
        if (schema.Schema("unevaluatedProperties") is { } properties)
            yield return new UnevaluatedRule("unevaluatedProperties", JsonValueKind.Object, properties, schema.Node);
    }

    public override bool Check(JsonElement value, Evaluation run, EvaluatedSet? seen)
    {
        if (value.ValueKind != kind)
            return true;
        return kind == JsonValueKind.Array ? CheckItems(value, run, seen!) : CheckProperties(value, run, seen!);
    }

    private bool CheckItems(JsonElement value, Evaluation run, EvaluatedSet seen)
    {
        bool valid = true;
        int index = 0;
        foreach (var item in value.EnumerateArray())
        {
            if (!seen.Contains(index))
                valid &= run.Descend(schema, item, index);
            if (!valid && !run.Continues)
                return false;
            seen.Add(index++);
        }
        return valid;
    }

    private bool CheckProperties(JsonElement value, Evaluation run, EvaluatedSet seen)
    {
        bool valid = true;
        int position = 0;
        foreach (var property in value.EnumerateObject())
        {
            if (!seen.Contains(position))
                valid &=
                    schema.IsFalse && run.Collecting && !run.Assumes(property.Value)
                        ? Unknown(property, run)
                        : run.Descend(schema, property);
            if (!valid && !run.Continues)
                return false;
            seen.Add(position++);
        }
        return valid;
    }

    private bool Unknown(JsonProperty property, Evaluation run)
    {
        string name = JsonText.Name(property);
        var known = PropertyNames(owner, []);
        return run.FailAt(property, keyword, $"unknown property '{name}'{Spelling.Hint(name, known)}");
    }

    /// <summary>The properties that a schema and those it refers to describe for the same object.</summary>
    private static IEnumerable<string> PropertyNames(SchemaNode node, HashSet<SchemaNode> visited) =>
        !visited.Add(node)
            ? []
            : node.Rules.SelectMany(rule =>
                rule switch
                {
                    ObjectRule properties => properties.Names,
                    ReferenceRule reference => PropertyNames(reference.Target, visited),
                    _ => [],
                }
            );
}
