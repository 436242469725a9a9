using System.Text.Json;

namespace FlowFunctions.Steps.Tests.Documentation;

/// <summary>Lists the members that a JSON Schema describes, for people.</summary>
internal sealed class SchemaRows(JsonElement root)
{
    /// <summary>The members as rows of a table; empty when the schema describes none.</summary>
    public IReadOnlyList<Row> Rows { get; } = [.. Members("", root, root)];

    /// <summary>A member.</summary>
    /// <param name="Name">Its path, such as <c>body.json</c> or <c>cases[].port</c>.</param>
    /// <param name="Type">Which values it takes.</param>
    /// <param name="Default">Its default as JSON, <c>required</c>, or nothing.</param>
    /// <param name="Description">What it means.</param>
    internal sealed record Row(string Name, string Type, string Default, string Description);

    private static IEnumerable<Row> Members(string prefix, JsonElement schema, JsonElement root)
    {
        if (schema.TryGetProperty("properties", out var properties))
        {
            var required = schema.TryGetProperty("required", out var names)
                ? names.EnumerateArray().Select(static name => name.GetString()!).ToArray()
                : [];
            foreach (var property in properties.EnumerateObject())
            {
                var name = prefix + property.Name;
                yield return new Row(
                    $"`{name}`",
                    Type(property.Value, root),
                    required.Contains(property.Name) ? "required" : Default(property.Value),
                    Text(property.Value, "description")
                );
                foreach (var row in Nested(name, property.Value, root))
                {
                    yield return row;
                }
            }
        }
    }

    private static IEnumerable<Row> Nested(string name, JsonElement schema, JsonElement root)
    {
        var inside = Members($"{name}.", schema, root);
        if (schema.TryGetProperty("items", out var items))
        {
            inside = inside.Concat(Members($"{name}[].", items, root));
        }

        if (schema.TryGetProperty("oneOf", out var alternatives))
        {
            inside = inside.Concat(
                alternatives
                    .EnumerateArray()
                    .SelectMany(one =>
                        Members($"{name}.", one, root)
                            .Select(row =>
                                row with
                                {
                                    Description = $"{Text(one, "title")}: {row.Description}".TrimEnd(' ', ':'),
                                }
                            )
                    )
            );
        }

        return inside;
    }

    private static string Type(JsonElement schema, JsonElement root)
    {
        if (schema.TryGetProperty("$ref", out var reference))
        {
            return Type(root.GetProperty("$defs").GetProperty(reference.GetString()!.Split('/')[^1]), root);
        }

        if (schema.TryGetProperty("const", out var constant))
        {
            return $"`{constant.GetRawText()}`";
        }

        if (schema.TryGetProperty("enum", out var values))
        {
            return string.Join(", ", values.EnumerateArray().Select(static value => $"`{value.GetRawText()}`"));
        }

        var types =
            schema.TryGetProperty("type", out var type) ? Types(type)
            : schema.TryGetProperty("oneOf", out _) ? "object"
            : "any";
        return types + Range(schema);
    }

    private static string Types(JsonElement type) =>
        type.ValueKind == JsonValueKind.Array
            ? string.Join(" or ", type.EnumerateArray().Select(static one => one.GetString()))
            : type.GetString()!;

    private static string Range(JsonElement schema) =>
        (schema.TryGetProperty("minimum", out var least), schema.TryGetProperty("maximum", out var most)) switch
        {
            (true, true) => $", {least.GetRawText()} to {most.GetRawText()}",
            (true, false) => $", {least.GetRawText()} or more",
            _ => "",
        };

    private static string Default(JsonElement schema) =>
        schema.TryGetProperty("default", out var value) ? $"`{value.GetRawText()}`" : "";

    private static string Text(JsonElement schema, string name) =>
        schema.TryGetProperty(name, out var text) ? text.GetString()! : "";
}
