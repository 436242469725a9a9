using System.Text.Json;
using FlowFunctions.Flows.Schema.Compilation;

namespace FlowFunctions.Flows.Schema;

/// <summary>A schema document, and to which resource each place in it that holds a schema belongs.</summary>
internal sealed record SchemaDocument(JsonElement Root)
{
    public Dictionary<string, SchemaResource> Schemas { get; } = new(StringComparer.Ordinal);
}

/// <summary>A schema resource: the part of a document under one <c>$id</c> (JSON Schema Core 4.3.5).</summary>
internal sealed class SchemaResource(SchemaDocument document, string pointer, Uri baseUri, Vocabularies vocabularies)
{
    public SchemaDocument Document { get; } = document;

    public string Pointer { get; } = pointer;

    public Uri BaseUri { get; } = baseUri;

    public Vocabularies Vocabularies { get; } = vocabularies;

    /// <summary>Pointers into the document by <c>$anchor</c> or <c>$dynamicAnchor</c>.</summary>
    public Dictionary<string, string> Anchors { get; } = new(StringComparer.Ordinal);

    public HashSet<string> DynamicAnchors { get; } = new(StringComparer.Ordinal);

    /// <summary>The compiled schema of each <c>$dynamicAnchor</c>.</summary>
    public Dictionary<string, SchemaNode> DynamicNodes { get; } = new(StringComparer.Ordinal);
}
