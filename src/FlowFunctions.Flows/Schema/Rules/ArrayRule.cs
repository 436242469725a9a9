using System.Text.Json;
using FlowFunctions.Flows.Schema.Compilation;

namespace FlowFunctions.Flows.Schema.Rules;

/// <summary><c>prefixItems</c> and <c>items</c> (Core 10.3.1.1 and 10.3.1.2).</summary>
internal sealed class ArrayRule(SchemaNode[] prefix, SchemaNode? rest) : Rule
{
    public static IEnumerable<Rule> Read(SchemaReader schema)
    {
        var prefix = schema.Schemas("prefixItems");
        var rest = schema.Schema("items");
        if (prefix is not null || rest is not null)
            yield return new ArrayRule(prefix ?? [], rest);
    }

    public override bool Check(JsonElement value, Evaluation run, EvaluatedSet? seen)
    {
        if (value.ValueKind != JsonValueKind.Array)
            return true;
        bool valid = true;
        int index = 0;
        foreach (var item in value.EnumerateArray())
        {
            var schema = index < prefix.Length ? prefix[index] : rest;
            if (schema is null)
                break;
            valid &= run.Descend(schema, item, index);
            if (!valid && !run.Continues)
                return false;
            seen?.Add(index);
            index++;
        }
        return valid;
    }
}
