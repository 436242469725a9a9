using System.Text.Json;
using FlowFunctions.Flows.Schema.Compilation;

namespace FlowFunctions.Flows.Schema.Rules;

/// <summary><c>enum</c> and <c>const</c> (Validation 6.1.2 and 6.1.3).</summary>
internal sealed class EnumRule(string keyword, JsonElement[] allowed) : Rule
{
    private const int ShownValues = 12;
    private const int ShownLength = 60;

    private readonly string message = allowed.Length switch
    {
        0 => "has no allowed value",
        1 => $"must be {Show(allowed[0])}",
        _ => $"must be one of {string.Join(", ", allowed.Take(ShownValues).Select(Show))}"
            + (allowed.Length > ShownValues ? ", …" : ""),
    };

    public static IEnumerable<Rule> Read(SchemaReader schema)
    {
        if (schema.Get("const") is { } constant)
            yield return new EnumRule("const", [constant]);
        if (schema.Get("enum", JsonValueKind.Array, "a list of values") is { } list)
            yield return new EnumRule("enum", [.. list.EnumerateArray()]);
    }

    public override bool Check(JsonElement value, Evaluation run, EvaluatedSet? seen)
    {
        foreach (var candidate in allowed)
            if (JsonEquality.Equal(candidate, value, run, whenAssumed: true))
                return true;
        return run.Fail(keyword, run.Collecting ? message + Hint(value) : message);
    }

    private string Hint(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.String)
            return "";
        char[] buffer = [];
        return Spelling.Hint(
            new(Text.JsonText.Read(value, ref buffer)),
            allowed.Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!)
        );
    }

    private static string Show(JsonElement value)
    {
        string text = value.GetRawText();
        return text.Length <= ShownLength ? text : $"{text.AsSpan(0, ShownLength)}…";
    }
}
