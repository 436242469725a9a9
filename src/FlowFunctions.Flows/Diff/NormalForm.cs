using System.Text.Json;
using System.Text.Json.Nodes;
using FlowFunctions.Flows.Compilation;
using FlowFunctions.Flows.Documents;

namespace FlowFunctions.Flows.Diff;

/// <summary>
/// A document without what makes no difference: values that equal their defaults in <c>flow.schema.json</c> are left out and
/// durations stand in their canonical text.
/// </summary>
internal static class NormalForm
{
    private const string DurationReference = "#/$defs/duration";

    // Deeper than any document that is read.
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 512 };

    public static JsonElement Of(JsonElement document) =>
        JsonElement.Parse(Normal(document, FlowSchema.Document)?.ToJsonString() ?? "null", Options);

    private static JsonNode? Normal(JsonElement value, JsonElement schema)
    {
        if (schema.Text("$ref") == DurationReference)
        {
            return Documents.Duration.TryParse(value.AsText() ?? "", out var duration, out _)
                ? Documents.Duration.Format(duration)
                : Copy(value);
        }

        var shape = FlowShape.Of(schema, value);
        return value.ValueKind switch
        {
            JsonValueKind.Object when shape.ValueKind == JsonValueKind.Object => Members(value, shape),
            JsonValueKind.Array when shape.Member("items") is { ValueKind: JsonValueKind.Object } items =>
                new JsonArray([.. value.EnumerateArray().Select(item => Normal(item, items))]),
            _ => Copy(value),
        };
    }

    private static JsonObject Members(JsonElement value, JsonElement shape)
    {
        var normal = new JsonObject();
        foreach (var member in value.EnumerateObject())
        {
            var schema = FlowShape.Member(shape, member.Name);
            var node = Normal(member.Value, schema);
            if (!IsDefault(node, schema))
            {
                normal[member.Name] = node;
            }
        }

        return normal;
    }

    private static bool IsDefault(JsonNode? value, JsonElement schema) =>
        FlowShape.Keyword(schema, "default") is { ValueKind: not JsonValueKind.Undefined } standard
        && JsonNode.DeepEquals(value, Copy(standard));

    private static JsonNode? Copy(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.Object => JsonObject.Create(value),
            JsonValueKind.Array => JsonArray.Create(value),
            JsonValueKind.Null => null,
            _ => JsonValue.Create(value),
        };
}
