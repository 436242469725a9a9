using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using FlowFunctions.Flows.Schema;

namespace FlowFunctions.App.Tests.FunctionsHost;

/// <summary>The files that tell the Functions host what there is, and the schemas that they are checked against.</summary>
internal static class FunctionFiles
{
    private static readonly string Root = RootOf();

    /// <summary>The names of the functions.</summary>
    public static string[] Names { get; } =
    [.. Directory.GetDirectories(Folder()).Select(Path.GetFileName).Order(StringComparer.Ordinal)!];

    /// <summary>A function's bindings.</summary>
    public static JsonElement[] BindingsOf(string function) =>
        [.. Function(function).GetProperty("bindings").EnumerateArray()];

    /// <summary>A function's file.</summary>
    public static JsonElement Function(string function) =>
        JsonElement.Parse(File.ReadAllBytes(Path.Combine(Folder(), function, "function.json")));

    /// <summary>The host's own file.</summary>
    public static JsonElement Host() => JsonElement.Parse(File.ReadAllBytes(Path.Combine(Root, "host.json")));

    /// <summary>A published schema; null where the shared data is not there, which the check's report says.</summary>
    public static JsonSchema? SchemaOf(string file)
    {
        var shared = Environment.GetEnvironmentVariable("FLOW_SHARED") ?? Path.Combine(Root, "..", "shared");
        var path = Path.Combine(shared, "third-party", "schemas", file);
        if (!File.Exists(path))
        {
            return null;
        }

        var schema = JsonNode.Parse(File.ReadAllText(path))!.AsObject();

        // They are of older drafts, which name these two otherwise and list the schemas of an array's items under 'items'.
        schema.Remove("$schema");
        schema.Remove("$id");
        schema.Remove("id");
        Adapt(schema);
        return JsonSchema.Parse(schema.ToJsonString());
    }

    private static void Adapt(JsonNode? node)
    {
        if (node is JsonArray array)
        {
            foreach (var item in array)
            {
                Adapt(item);
            }
        }
        else if (node is JsonObject schema)
        {
            if (schema["items"] is JsonArray items)
            {
                schema.Remove("items");
                schema["prefixItems"] = items;
            }

            foreach (var (_, value) in schema)
            {
                Adapt(value);
            }
        }
    }

    private static string Folder() => Path.Combine(Root, "src", "FlowFunctions.App", "functions");

    private static string RootOf([CallerFilePath] string file = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "..", "..", ".."));
}
