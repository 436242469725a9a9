using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using FlowFunctions.Flows.Catalog;
using FlowFunctions.Flows.Schema;

namespace FlowFunctions.Flows.Tests.Catalog;

/// <summary>A small catalogue with one step type of each kind that the compiler tells apart.</summary>
internal sealed class TestCatalog : IStepCatalog
{
    private const string Any = "{}";

    private readonly Dictionary<string, StepTypeDescriptor> _types;

    private TestCatalog() => _types = Types.ToDictionary(type => type.Id, StringComparer.Ordinal);

    public static TestCatalog Instance { get; } = new();

    public IReadOnlyList<StepTypeDescriptor> Types { get; } =
    [
        Type(
            "call",
            """
            {
              "type": "object",
              "additionalProperties": false,
              "properties": {
                "url": { "type": "string" },
                "count": { "type": "integer", "maximum": 9 },
                "headers": { "type": "object" },
                "body": {}
              }
            }
            """
        ) with
        {
            SecretInputs = ["/headers/*"],
        },
        Type("http", Any),
        Type("run", Any) with
        {
            FileInputs = ["file"],
            LiteralInputs = ["code"],
        },
        Type("transform", Any) with
        {
            IsPure = true,
        },
        Type(
            "condition",
            """{ "type": "object", "required": ["if"], "properties": { "if": { "type": "boolean" } } }"""
        ) with
        {
            IsPure = true,
            Ports = static _ => ["true", "false"],
        },
        Type("switch", """{ "type": "object", "properties": { "cases": { "type": "object" } } }""") with
        {
            IsPure = true,
            Ports = Cases,
        },
        Type("merge", Any) with
        {
            IsPure = true,
            ReadsPredecessors = true,
        },
        Type("respond", Any) with
        {
            IsPure = true,
            IsResponse = true,
        },
        Type(
            "foreach",
            """{ "type": "object", "required": ["items"], "properties": { "items": { "type": "array" } } }"""
        ) with
        {
            HasBody = true,
        },
        Type("repeat", Any) with
        {
            HasBody = true,
            ItemInputs = ["while"],
        },
    ];

    public bool TryFind(string type, [NotNullWhen(true)] out StepTypeDescriptor? descriptor) =>
        _types.TryGetValue(type, out descriptor);

    private static IReadOnlyList<string> Cases(JsonElement with) =>
        with.TryGetProperty("cases", out var cases) && cases.ValueKind == JsonValueKind.Object
            ? [.. cases.EnumerateObject().Select(one => one.Name), "default"]
            : ["default"];

    private static StepTypeDescriptor Type(string id, string with) =>
        new()
        {
            Id = id,
            Title = id,
            Description = $"The {id} step of the tests.",
            Category = "Test",
            Icon = "box",
            WithSchema = JsonElement.Parse(with),
            OutputSchema = JsonElement.Parse(Any),
            With = JsonSchema.Parse(with),
        };
}
