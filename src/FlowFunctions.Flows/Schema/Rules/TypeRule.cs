using System.Text.Json;
using FlowFunctions.Flows.Schema.Compilation;

namespace FlowFunctions.Flows.Schema.Rules;

/// <summary><c>type</c> (Validation 6.1.1).</summary>
internal sealed class TypeRule : Rule
{
    private static readonly (string Name, string Words, int Kinds)[] Types =
    [
        ("string", "a string", Bit(JsonValueKind.String)),
        ("number", "a number", Bit(JsonValueKind.Number)),
        ("integer", "a whole number", 0),
        ("boolean", "true or false", Bit(JsonValueKind.True) | Bit(JsonValueKind.False)),
        ("object", "an object", Bit(JsonValueKind.Object)),
        ("array", "a list", Bit(JsonValueKind.Array)),
        ("null", "null", Bit(JsonValueKind.Null)),
    ];

    private readonly int kinds;
    private readonly bool integer;
    private readonly string message;

    private TypeRule(string[] names)
    {
        var allowed = Types.Where(type => names.Contains(type.Name)).ToArray();
        kinds = allowed.Aggregate(0, (all, type) => all | type.Kinds);
        integer = names.Contains("integer");
        message = $"must be {string.Join(" or ", allowed.Select(type => type.Words))}";
    }

    public static IEnumerable<Rule> Read(SchemaReader schema)
    {
        var names = schema.Get("type") is { ValueKind: JsonValueKind.String } one
            ? [one.GetString()!]
            : schema.Names("type");
        if (names is null)
            yield break;
        string? unknown = names.FirstOrDefault(name => Types.All(type => type.Name != name));
        if (unknown is not null || names.Length == 0)
            throw schema.Error(
                "type",
                $"must be one or more of {string.Join(", ", Types.Select(type => $"\"{type.Name}\""))}"
                    + Spelling.Hint(unknown, Types.Select(type => type.Name))
            );
        yield return new TypeRule(names);
    }

    public override bool Check(JsonElement value, Evaluation run, EvaluatedSet? seen) =>
        (kinds & Bit(value.ValueKind)) != 0
        || integer && value.ValueKind == JsonValueKind.Number && JsonNumber.Read(value).IsInteger
        || run.Fail("type", message);

    private static int Bit(JsonValueKind kind) => 1 << (int)kind;
}
