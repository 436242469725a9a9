using System.Text;
using System.Text.Json;

namespace FlowFunctions.Flows.Tests.Documentation;

/// <summary>The properties of one definition of <c>flow.schema.json</c> as a Markdown table.</summary>
internal static class SchemaTable
{
    public static string Of(JsonElement schema, string definition)
    {
        var shape = definition == "flow" ? schema : schema.GetProperty("$defs").GetProperty(definition);
        var required = shape.TryGetProperty("required", out var names)
            ? names.EnumerateArray().Select(name => name.GetString()).ToHashSet()
            : [];
        var table = new StringBuilder("| property | value | default | meaning |\n|---|---|---|---|\n");
        foreach (var property in shape.GetProperty("properties").EnumerateObject())
        {
            var value = property.Value;
            var name = required.Contains(property.Name) ? $"**`{property.Name}`**" : $"`{property.Name}`";
            var standard = Find(schema, value, "default") is { } found ? $"`{found.GetRawText().Trim('"')}`" : "";
            var meaning = Find(schema, value, "description")?.GetString() ?? "";
            table.Append(
                $"| {name} | {Kind(schema, value)} | {standard} | {meaning.Replace("|", "\\|", StringComparison.Ordinal)} |\n"
            );
        }

        return table.ToString();
    }

    /// <summary>A keyword of a schema, or of what it refers to.</summary>
    private static JsonElement? Find(JsonElement schema, JsonElement value, string keyword)
    {
        if (value.TryGetProperty(keyword, out var found))
        {
            return found;
        }

        return value.TryGetProperty("$ref", out _) ? Find(schema, Target(schema, value), keyword) : null;
    }

    private static JsonElement Target(JsonElement schema, JsonElement value) =>
        schema.GetProperty("$defs").GetProperty(value.GetProperty("$ref").GetString()!.Split('/')[^1]);

    private static string Kind(JsonElement schema, JsonElement value)
    {
        if (value.TryGetProperty("$ref", out var reference))
        {
            return reference.GetString() == "#/$defs/duration" ? "duration" : Kind(schema, Target(schema, value));
        }

        if (value.TryGetProperty("enum", out var choices))
        {
            return string.Join(", ", choices.EnumerateArray().Select(choice => $"`{choice.GetString()}`"));
        }

        if (value.TryGetProperty("const", out var only))
        {
            return $"`{only}`";
        }

        if (value.TryGetProperty("anyOf", out var forms))
        {
            return Kind(schema, forms[0]) + ", or a list of them";
        }

        return value.TryGetProperty("type", out var type) ? Types(type) : "any";
    }

    private static string Types(JsonElement type) =>
        type.ValueKind == JsonValueKind.Array ? string.Join(" or ", type.EnumerateArray()) : type.GetString()!;
}
