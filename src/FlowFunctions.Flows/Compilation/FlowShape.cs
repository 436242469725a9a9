using System.Globalization;
using System.Text.Json;
using FlowFunctions.Flows.Documents;
using FlowFunctions.Flows.Text;

namespace FlowFunctions.Flows.Compilation;

/// <summary>Finds what <c>flow.schema.json</c> says of a part of a document: behind references and for each type of trigger.</summary>
internal static class FlowShape
{
    /// <summary>The schema that lists an object's members or a list's items.</summary>
    public static JsonElement Of(JsonElement schema, JsonElement value)
    {
        while (schema.Text("$ref") is { } reference)
        {
            schema = Definition(reference);
        }

        if (schema.Member("allOf") is not { ValueKind: JsonValueKind.Array } choices)
        {
            return schema;
        }

        var type = value.Text("type");
        var choice = choices
            .EnumerateArray()
            .FirstOrDefault(one => one.Member("if").Member("properties").Member("type").Text("const") == type);
        return Of(choice.Member("then"), value);
    }

    /// <summary>The schema of one member, or of kind Undefined.</summary>
    public static JsonElement Member(JsonElement shape, string name) =>
        shape.Member("properties").Member(name) is { ValueKind: not JsonValueKind.Undefined } declared
            ? declared
            : shape.Member("additionalProperties");

    /// <summary>A keyword of a schema, or of the nearest one it refers to that has it.</summary>
    public static JsonElement Keyword(JsonElement schema, string keyword)
    {
        while (schema.Member(keyword).ValueKind == JsonValueKind.Undefined && schema.Text("$ref") is { } reference)
        {
            schema = Definition(reference);
        }

        return schema.Member(keyword);
    }

    /// <summary>The description of the place a pointer names, or null.</summary>
    public static string? Description(JsonElement document, string pointer)
    {
        var (schema, value) = (FlowSchema.Document, document);
        foreach (var token in JsonPointer.Tokens(pointer))
        {
            var shape = Of(schema, value);
            var isList = value.ValueKind == JsonValueKind.Array;
            schema = isList ? shape.Member("items") : Member(shape, token);
            value = isList ? value[int.Parse(token, CultureInfo.InvariantCulture)] : value.Member(token);
        }

        return Keyword(schema, "description").AsText() ?? Of(schema, value).Text("description");
    }

    private static JsonElement Definition(string reference) =>
        FlowSchema.Document.Member("$defs").Member(reference[(reference.LastIndexOf('/') + 1)..]);
}
