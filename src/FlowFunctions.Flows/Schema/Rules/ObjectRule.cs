using System.Text.Json;
using FlowFunctions.Expressions;
using FlowFunctions.Flows.Schema.Compilation;
using FlowFunctions.Flows.Text;

namespace FlowFunctions.Flows.Schema.Rules;

/// <summary>
/// <c>properties</c>, <c>patternProperties</c> and <c>additionalProperties</c> (Core 10.3.2) with <c>required</c>
/// (Validation 6.5.3), in one pass over the object.
/// </summary>
internal sealed class ObjectRule : Rule
{
    private readonly Dictionary<string, Member>.AlternateLookup<ReadOnlySpan<char>> members;
    private readonly (EcmaRegex Pattern, SchemaNode Schema)[] patterns;
    private readonly SchemaNode? additional;
    private readonly string[] required;

    private ObjectRule(
        (string Name, SchemaNode Schema)[] properties,
        (EcmaRegex Pattern, SchemaNode Schema)[] patterns,
        SchemaNode? additional,
        string[] required
    )
    {
        (this.patterns, this.additional, this.required) = (patterns, additional, required);
        var byName = new Dictionary<string, Member>(StringComparer.Ordinal);
        foreach (var (name, schema) in properties)
            byName[name] = new(schema, -1);
        for (int i = 0; i < required.Length; i++)
            byName[required[i]] = new(byName.GetValueOrDefault(required[i]).Schema, i);
        members = byName.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>The names of the properties that are described.</summary>
    public IEnumerable<string> Names =>
        members.Dictionary.Where(one => one.Value.Schema is not null).Select(one => one.Key);

    public static IEnumerable<Rule> Read(SchemaReader schema)
    {
        var properties = schema.SchemaMap("properties");
        var patterns = schema.SchemaMap("patternProperties");
        var additional = schema.Schema("additionalProperties");
        string[]? required = schema.Names("required");
        if (properties is null && patterns is null && additional is null && required is null)
            yield break;
        yield return new ObjectRule(
            properties ?? [],
            [.. (patterns ?? []).Select(one => (schema.Pattern(one.Name, "patternProperties", one.Name), one.Schema))],
            additional,
            required ?? []
        );
    }

    public override bool Check(JsonElement value, Evaluation run, EvaluatedSet? seen)
    {
        if (value.ValueKind != JsonValueKind.Object)
            return true;
        var present = required.Length == 0 ? null : run.Rent();
        bool valid = CheckProperties(value, run, seen, present);
        if (present is not null && (valid || run.Continues))
            valid &= CheckRequired(run, present);
        run.Return(present);
        return valid;
    }

    private bool CheckProperties(JsonElement value, Evaluation run, EvaluatedSet? seen, EvaluatedSet? present)
    {
        bool valid = true;
        int position = 0;
        foreach (var property in value.EnumerateObject())
        {
            valid &= CheckProperty(property, position++, run, seen, present);
            if (!valid && !run.Continues)
                return false;
        }
        return valid;
    }

    private bool CheckProperty(
        JsonProperty property,
        int position,
        Evaluation run,
        EvaluatedSet? seen,
        EvaluatedSet? present
    )
    {
        bool known = members.TryGetValue(JsonText.Name(property, ref run.Text), out var member);
        if (known && member.Required >= 0)
            present!.Add(member.Required);
        bool described = member.Schema is not null;
        bool valid = !described || run.Descend(member.Schema!, property);
        foreach (var (pattern, schema) in patterns)
        {
            // Descending overwrites the decoded name, so each pattern reads it anew.
            if (!run.Matches(pattern, JsonText.Name(property, ref run.Text)))
                continue;
            described = true;
            valid &= run.Descend(schema, property);
        }
        if (!described && additional is not null)
        {
            described = true;
            valid = additional.IsFalse ? Unknown(property, run) : run.Descend(additional, property);
        }
        if (described)
            seen?.Add(position);
        return valid;
    }

    private bool CheckRequired(Evaluation run, EvaluatedSet present)
    {
        bool valid = true;
        for (int i = 0; i < required.Length && (valid || run.Continues); i++)
            valid &= present.Contains(i) || run.Collecting && run.Fail("required", $"is missing '{required[i]}'");
        return valid;
    }

    private bool Unknown(JsonProperty property, Evaluation run)
    {
        if (!run.Collecting)
            return run.Assumes(property.Value);
        string name = JsonText.Name(property);
        return run.Assumes(property.Value)
            || run.FailAt(property, "additionalProperties", $"unknown property '{name}'{Spelling.Hint(name, Names)}");
    }

    private readonly record struct Member(SchemaNode? Schema, int Required);
}
