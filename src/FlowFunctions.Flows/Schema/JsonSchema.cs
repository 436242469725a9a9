using System.Text.Json;

namespace FlowFunctions.Flows.Schema;

/// <summary>API first; the body follows.</summary>
public sealed class JsonSchema
{
    private readonly List<SchemaProblem> problems = [];

    /// <summary>Reads a schema.</summary>
    public static JsonSchema Parse(JsonElement schema, JsonSchemaOptions? options = null) => new();

    /// <summary>Reads a schema.</summary>
    public static JsonSchema Parse(string json, JsonSchemaOptions? options = null) => new();

    /// <summary>Every problem.</summary>
    public IReadOnlyList<SchemaProblem> Validate(JsonElement instance) => problems;

    /// <summary>Every problem.</summary>
    public IReadOnlyList<SchemaProblem> Validate(JsonElement instance, Func<JsonElement, bool> assumeValid) => problems;

    /// <summary>Whether valid.</summary>
    public bool IsValid(JsonElement instance) => problems.Count == 0;
}
