using System.Text.Json;
using FlowFunctions.Flows.Text;

namespace FlowFunctions.Flows.Schema.Compilation;

/// <summary>Knows every schema resource by its URI, and finds those in a document (Core 8.2 and 9).</summary>
internal sealed class SchemaRegistry(JsonSchemaOptions options)
{
    private static readonly Uri NoAddress = new("schema:///");
    private readonly Dictionary<string, SchemaResource> resources = new(StringComparer.Ordinal);

    /// <summary>Takes in the document to compile; its own <c>$id</c> is its address.</summary>
    public SchemaDocument AddRoot(JsonElement root) => Add(root, NoAddress).Document;

    /// <summary>The resource at a URI reference, fetched when it is not known yet; null when nobody knows it.</summary>
    public SchemaResource? Find(SchemaResource from, string reference)
    {
        if (!Uri.TryCreate(from.BaseUri, reference, out var uri))
            return null;
        if (resources.TryGetValue(Key(uri), out var known))
            return known;
        return Fetch(uri) is { } document ? Add(document, uri) : null;
    }

    /// <summary>The resource that a place belongs to. A place that no keyword declares to be a schema becomes one here.</summary>
    public SchemaResource ResourceAt(SchemaDocument document, string pointer, JsonElement schema)
    {
        if (document.Schemas.TryGetValue(pointer, out var known))
            return known;
        string parent = pointer;
        while (!document.Schemas.TryGetValue(parent, out known))
            parent = parent[..parent.LastIndexOf('/')];
        Scan(document, pointer, schema, known);
        return document.Schemas[pointer];
    }

    private static string Key(Uri uri) =>
        uri.GetComponents(UriComponents.AbsoluteUri & ~UriComponents.Fragment, UriFormat.UriEscaped);

    private JsonElement? Fetch(Uri uri) => Metaschema.Find(Key(uri)) ?? options.Resolve?.Invoke(uri)?.Clone();

    private SchemaResource Add(JsonElement root, Uri address)
    {
        var document = new SchemaDocument(root);
        var outer = new SchemaResource(document, "", address, Vocabularies.Standard);
        resources[Key(address)] = outer;
        Scan(document, "", root, outer);
        return resources[Key(address)] = document.Schemas[""];
    }

    private void Scan(SchemaDocument document, string start, JsonElement first, SchemaResource outer)
    {
        var open = new Stack<(string Pointer, JsonElement Schema, SchemaResource Outer, int Depth)>();
        open.Push((start, first, outer, 0));
        while (open.TryPop(out var next))
        {
            var (pointer, schema, resource, depth) = next;
            if (depth > options.MaxDepth)
                throw new JsonSchemaException($"A schema must not nest more than {options.MaxDepth} deep.");
            if (schema.ValueKind == JsonValueKind.Object)
                resource = Identify(document, pointer, schema, resource);
            document.Schemas[pointer] = resource;
            if (schema.ValueKind != JsonValueKind.Object)
                continue;
            foreach (var (child, value) in Subschemas(pointer, schema, resource.Vocabularies))
                open.Push((child, value, resource, depth + 1));
        }
    }

    private static IEnumerable<(string, JsonElement)> Subschemas(string pointer, JsonElement schema, Vocabularies inUse)
    {
        foreach (var property in schema.EnumerateObject())
        {
            string path = JsonPointer.Append(pointer, property.Name);
            var place = Keywords.PlaceOf(property.Name, inUse);
            if (place == SchemaPlace.Value)
                yield return (path, property.Value);
            else if (place == SchemaPlace.Members && property.Value.ValueKind == JsonValueKind.Object)
                foreach (var member in property.Value.EnumerateObject())
                    yield return (JsonPointer.Append(path, member.Name), member.Value);
            else if (place == SchemaPlace.Items && property.Value.ValueKind == JsonValueKind.Array)
                foreach (var (i, item) in property.Value.EnumerateArray().Index())
                    yield return (JsonPointer.Append(path, i), item);
        }
    }

    /// <summary>Reads the keywords that give a schema its names.</summary>
    private SchemaResource Identify(SchemaDocument document, string pointer, JsonElement schema, SchemaResource outer)
    {
        var resource = outer;
        string? id = Text(schema, "$id", pointer);
        if (id is not null || pointer.Length == 0)
        {
            var uri = BaseUri(outer, id, pointer);
            resource = new(document, pointer, uri, Dialect(schema, uri, pointer) ?? outer.Vocabularies);
            if (!resources.TryAdd(Key(uri), resource) && resources[Key(uri)].Document != document)
                throw new JsonSchemaException(pointer, $"$id: another schema is already known as '{uri}'");
            resources[Key(uri)] = resource;
        }
        foreach (string keyword in (string[])["$anchor", "$dynamicAnchor"])
            if (Text(schema, keyword, pointer) is { } anchor)
                resource.Anchors[anchor] = pointer;
        if (Text(schema, "$dynamicAnchor", pointer) is { } dynamic)
            resource.DynamicAnchors.Add(dynamic);
        return resource;
    }

    private static Uri BaseUri(SchemaResource outer, string? id, string pointer)
    {
        if (id is null)
            return outer.BaseUri;
        int fragment = id.IndexOf('#', StringComparison.Ordinal);
        if (fragment >= 0 && fragment < id.Length - 1)
            throw new JsonSchemaException(
                JsonPointer.Append(pointer, "$id"),
                "$id: must not have a fragment; use $anchor"
            );
        return Uri.TryCreate(outer.BaseUri, fragment < 0 ? id : id[..fragment], out var uri)
            ? uri
            : throw new JsonSchemaException(JsonPointer.Append(pointer, "$id"), $"$id: '{id}' is not a URI");
    }

    private Vocabularies? Dialect(JsonElement schema, Uri own, string pointer)
    {
        if (Text(schema, "$schema", pointer) is not { } name)
            return null;
        string uri = name.TrimEnd('#');
        if (uri == Metaschema.Uri)
            return Vocabularies.Standard;
        var metaschema =
            uri == Key(own) ? schema
            : Uri.TryCreate(uri, UriKind.Absolute, out var absolute) ? Fetch(absolute)
            : null;
        if (metaschema is not { ValueKind: JsonValueKind.Object } found)
            throw new JsonSchemaException(
                JsonPointer.Append(pointer, "$schema"),
                $"$schema: '{name}' is not a dialect that is known here; use \"{Metaschema.Uri}\""
            );
        return ReadVocabularies(found, JsonPointer.Append(pointer, "$schema"));
    }

    private static Vocabularies ReadVocabularies(JsonElement metaschema, string pointer)
    {
        if (!metaschema.TryGetProperty("$vocabulary", out var list) || list.ValueKind != JsonValueKind.Object)
            return Vocabularies.Standard;
        var inUse = Vocabularies.Core;
        foreach (var entry in list.EnumerateObject())
        {
            if (Keywords.FindVocabulary(entry.Name) is { } known)
                inUse |= known;
            else if (entry.Value.ValueKind == JsonValueKind.True)
                throw new JsonSchemaException(
                    pointer,
                    $"$schema: the dialect needs the unknown vocabulary '{entry.Name}'"
                );
        }
        return inUse;
    }

    private static string? Text(JsonElement schema, string keyword, string pointer) =>
        !schema.TryGetProperty(keyword, out var value) ? null
        : value.ValueKind == JsonValueKind.String ? value.GetString()
        : throw new JsonSchemaException(JsonPointer.Append(pointer, keyword), $"{keyword}: must be a string");
}
