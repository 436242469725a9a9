using System.Text.Json;
using FlowFunctions.Expressions;
using FlowFunctions.Flows.Text;

namespace FlowFunctions.Flows.Schema.Compilation;

/// <summary>
/// Reads the keywords of one schema object, each in the shape that it must have. A keyword that is absent, or whose
/// vocabulary is not in use, reads as null.
/// </summary>
internal sealed class SchemaReader(SchemaCompiler compiler, JsonElement schema, string pointer, SchemaNode node)
{
    private readonly SchemaResource resource = node.Resource;

    /// <summary>The node that is being filled.</summary>
    public SchemaNode Node => node;

    public bool AssertsFormat =>
        compiler.Options.AssertFormat || resource.Vocabularies.HasFlag(Vocabularies.FormatAssertion);

    public JsonElement? Get(string keyword) =>
        (Keywords.VocabularyOf(keyword) & resource.Vocabularies) != 0 && schema.TryGetProperty(keyword, out var value)
            ? value
            : null;

    public JsonElement? Get(string keyword, JsonValueKind kind, string words) =>
        Get(keyword) is not { } value ? null
        : value.ValueKind == kind ? value
        : throw Error(keyword, $"must be {words}");

    public bool? Flag(string keyword) =>
        Get(keyword)?.ValueKind switch
        {
            null => null,
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => throw Error(keyword, "must be true or false"),
        };

    public long? Count(string keyword) =>
        Get(keyword) is not { } value ? null
        : value.ValueKind == JsonValueKind.Number && JsonNumber.Read(value).ToCount() is { } count ? count
        : throw Error(keyword, "must be a whole number that is not negative");

    public string[]? Names(string keyword) => Get(keyword) is { } value ? Names(value, keyword) : null;

    public string[] Names(JsonElement list, params string[] path)
    {
        var error = Error(path, "must be a list of different strings");
        if (list.ValueKind != JsonValueKind.Array)
            throw error;
        string[] names =
        [
            .. list.EnumerateArray()
                .Select(item => item.ValueKind == JsonValueKind.String ? item.GetString()! : throw error),
        ];
        return names.Distinct(StringComparer.Ordinal).Count() == names.Length ? names : throw error;
    }

    public SchemaNode? Schema(string keyword) =>
        Get(keyword) is { } value ? compiler.Node(resource.Document, Path(keyword), value) : null;

    public SchemaNode[]? Schemas(string keyword)
    {
        if (Get(keyword, JsonValueKind.Array, "a list of schemas") is not { } list)
            return null;
        if (list.GetArrayLength() == 0)
            throw Error(keyword, "must hold at least one schema");
        return
        [
            .. list.EnumerateArray()
                .Select((item, i) => compiler.Node(resource.Document, JsonPointer.Append(Path(keyword), i), item)),
        ];
    }

    public (string Name, SchemaNode Schema)[]? SchemaMap(string keyword)
    {
        if (Get(keyword, JsonValueKind.Object, "an object of schemas") is not { } map)
            return null;
        return
        [
            .. map.EnumerateObject()
                .Select(one => (one.Name, compiler.Node(resource.Document, Path(keyword, one.Name), one.Value))),
        ];
    }

    /// <summary>The schema that a reference leads to, and the anchor by which the dynamic scope may replace it.</summary>
    public (SchemaNode Target, string? DynamicAnchor)? Reference(string keyword) =>
        Get(keyword, JsonValueKind.String, "the address of a schema") is { } text
            ? compiler.Resolve(resource, text.GetString()!, Path(keyword))
            : null;

    /// <summary>A pattern, which is a regular expression with the flag <c>u</c> (Core 6.4).</summary>
    public EcmaRegex Pattern(string pattern, params string[] path)
    {
        try
        {
            var regex = EcmaRegex.Parse(pattern, "u");
            return compiler.Afford(regex) ? regex : throw Error(path, SchemaCompiler.PatternsTooLarge);
        }
        catch (ExpressionSyntaxException e)
        {
            throw Error(path, $"'{pattern}' cannot be used, see its character {e.Position + 1}. {e.Message}");
        }
    }

    public JsonSchemaException Error(string keyword, string message) => Error([keyword], message);

    private JsonSchemaException Error(string[] path, string message) => new(Path(path), $"{path[0]}: {message}");

    private string Path(params string[] path) => path.Aggregate(pointer, JsonPointer.Append);
}
