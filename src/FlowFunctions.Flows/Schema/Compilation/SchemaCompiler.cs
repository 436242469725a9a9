using System.Text.Json;
using FlowFunctions.Expressions;
using FlowFunctions.Flows.Schema.Rules;
using FlowFunctions.Flows.Text;

namespace FlowFunctions.Flows.Schema.Compilation;

/// <summary>
/// Turns a schema document, and those it refers to, into a graph of nodes. Works from a queue, so the depth of a schema
/// costs no stack.
/// </summary>
internal sealed class SchemaCompiler
{
    public const string PatternsTooLarge =
        "with this one the patterns of the schema are too large together (limit 1000000 characters, repetitions unrolled, and ranges of classes); use smaller repetition counts";

    private const int MaxPatternSize = 1_000_000;
    private static readonly Func<SchemaReader, IEnumerable<Rule>>[] Readers =
    [
        TypeRule.Read,
        EnumRule.Read,
        NumberRule.Read,
        SizeRule.Read,
        PatternRule.Read,
        FormatRule.Read,
        ObjectRule.Read,
        PropertyNamesRule.Read,
        DependencyRule.Read,
        ArrayRule.Read,
        ContainsRule.Read,
        UniqueItemsRule.Read,
        ReferenceRule.Read,
        AlternativesRule.Read,
        ConditionRule.Read,
        NotRule.Read,
        // These come last: they ask for what the others have evaluated.
        UnevaluatedRule.Read,
    ];

    private readonly Dictionary<(SchemaDocument, string), SchemaNode> nodes = [];
    private readonly Queue<Action> pending = new();
    private readonly SchemaRegistry registry;
    private int patternSize;

    public SchemaCompiler(JsonSchemaOptions options) => (Options, registry) = (options, new(options));

    public JsonSchemaOptions Options { get; }

    public SchemaNode Compile(JsonElement schema)
    {
        try
        {
            var document = registry.AddRoot(schema.Clone());
            var root = Node(document, "", document.Root);
            // Unused definitions are compiled too, so that an author hears of a mistake in them.
            foreach (string pointer in document.Schemas.Keys)
                Node(document, pointer, JsonPointer.Find(document.Root, pointer)!.Value);
            while (pending.TryDequeue(out var fill))
                fill();
            return root;
        }
        catch (InvalidOperationException e)
        {
            throw new JsonSchemaException("A schema must not hold half of a surrogate pair in its text.", e);
        }
    }

    /// <summary>Counts a pattern's size; whether the schema may still hold it.</summary>
    public bool Afford(EcmaRegex pattern) => (patternSize += pattern.Size) <= MaxPatternSize;

    /// <summary>The node of a schema at a place; it is filled before <see cref="Compile"/> returns.</summary>
    public SchemaNode Node(SchemaDocument document, string pointer, JsonElement schema)
    {
        if (nodes.TryGetValue((document, pointer), out var known))
            return known;
        var resource = registry.ResourceAt(document, pointer, schema);
        var node = nodes[(document, pointer)] = new(resource);
        pending.Enqueue(() => Fill(node, pointer, schema));
        foreach (string anchor in resource.DynamicAnchors)
            if (!resource.DynamicNodes.ContainsKey(anchor))
                resource.DynamicNodes[anchor] = NodeOf(resource, resource.Anchors[anchor])!;
        return node;
    }

    /// <summary>Resolves <c>$ref</c> or <c>$dynamicRef</c> (Core 8.2.3).</summary>
    public (SchemaNode Target, string? DynamicAnchor) Resolve(SchemaResource from, string reference, string pointer)
    {
        string[] parts = reference.Split('#', 2);
        string fragment = parts.Length == 1 ? "" : Uri.UnescapeDataString(parts[1]);
        var resource = parts[0].Length == 0 ? from : registry.Find(from, parts[0]);
        string? place =
            resource is null ? null
            : fragment.Length == 0 || fragment[0] == '/' ? resource.Pointer + fragment
            : resource.Anchors.GetValueOrDefault(fragment);
        if (place is null || NodeOf(resource!, place) is not { } target)
            throw new JsonSchemaException(pointer, $"'{reference}' leads to no schema that is known here");
        return (target, resource!.DynamicAnchors.Contains(fragment) ? fragment : null);
    }

    private SchemaNode? NodeOf(SchemaResource resource, string pointer) =>
        JsonPointer.Find(resource.Document.Root, pointer) is { } schema
            ? Node(resource.Document, pointer, schema)
            : null;

    private void Fill(SchemaNode node, string pointer, JsonElement schema)
    {
        if (schema.ValueKind is JsonValueKind.True or JsonValueKind.False)
            node.Fill(schema.ValueKind == JsonValueKind.True);
        else if (schema.ValueKind == JsonValueKind.Object)
        {
            var reader = new SchemaReader(this, schema, pointer, node);
            node.Fill(Readers.SelectMany(read => read(reader)));
        }
        else
            throw new JsonSchemaException(pointer, "A schema must be an object, true or false.");
    }
}
