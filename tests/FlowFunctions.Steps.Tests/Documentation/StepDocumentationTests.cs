using System.Text.Json;
using FlowFunctions.Expressions;
using FlowFunctions.Flows.Catalog;
using FlowFunctions.Flows.Schema;
using FlowFunctions.Steps.Catalog;

namespace FlowFunctions.Steps.Tests.Documentation;

public sealed class StepDocumentationTests
{
    private static readonly StepTypes Types = StepTypes.BuiltIn();

    public static TheoryData<string> Ids => [.. Types.Types.Select(static type => type.Id)];

    [Fact]
    public void Catalogue_BuiltInTypes_AreAllThereInOrder() =>
        Assert.Equal(
            [
                "script",
                "condition",
                "fail",
                "merge",
                "respond",
                "stop",
                "subflow",
                "switch",
                "transform",
                "foreach",
                "repeat",
                "http",
                "queue.send",
                "approval",
                "delay",
                "waitForSignal",
                "waitUntil",
            ],
            Types.Types.Select(static type => type.Id)
        );

    [Theory]
    [MemberData(nameof(Ids))]
    public void Page_OfEachType_IsUpToDate(string id) => AssertUpToDate($"{id}.md", StepPage.Write(Find(id)));

    [Fact]
    public void Index_OfAllTypes_IsUpToDate()
    {
        AssertUpToDate("README.md", StepPage.WriteIndex(Types));
        Assert.Equal(
            Types.Types.Select(static type => $"{type.Id}.md").Append("README.md").Order(StringComparer.Ordinal),
            Directory.GetFiles(Folder()).Select(Path.GetFileName).Order(StringComparer.Ordinal)
        );
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Examples_OfEachType_FitItsSchema(string id)
    {
        var examples = StepManifest.Examples(id).ToArray();

        Assert.NotEmpty(examples);
        Assert.All(
            examples,
            example =>
            {
                Assert.Empty(Find(id).With.Validate(example.With, HoldsExpression));
                JsonTemplate.Parse(example.With);
            }
        );
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Schemas_OfEachType_DescribeEveryMemberAndTheirDefaultsFit(string id)
    {
        var type = Find(id);

        Assert.All(new SchemaRows(type.WithSchema).Rows, row => Assert.NotEmpty(row.Description));
        JsonSchema.Parse(type.OutputSchema);
        foreach (var property in type.WithSchema.GetProperty("properties").EnumerateObject())
        {
            var schema = JsonSchema.Parse(WithDefinitions(property.Value, type.WithSchema));
            Assert.All(Sample(property.Value), value => Assert.Empty(schema.Validate(value, HoldsExpression)));
        }
    }

    private static IEnumerable<JsonElement> Sample(JsonElement schema)
    {
        if (schema.TryGetProperty("default", out var fallback))
        {
            yield return fallback;
        }

        if (schema.TryGetProperty("examples", out var examples))
        {
            foreach (var example in examples.EnumerateArray())
            {
                yield return example;
            }
        }
    }

    private static JsonElement WithDefinitions(JsonElement schema, JsonElement root) =>
        root.TryGetProperty("$defs", out var definitions)
            ? JsonElement.Parse($$"""{"allOf":[{{schema.GetRawText()}}],"$defs":{{definitions.GetRawText()}}}""")
            : schema;

    private static bool HoldsExpression(JsonElement value) =>
        value.ValueKind == JsonValueKind.String && JsonTemplate.HasExpression(value.GetString()!);

    private static StepTypeDescriptor Find(string id) =>
        Types.TryFind(id, out StepTypeDescriptor? type)
            ? type
            : throw new ArgumentException($"No type {id}.", nameof(id));

    private static void AssertUpToDate(string file, string page)
    {
        var path = Path.Combine(Folder(), file);
        if (Environment.GetEnvironmentVariable("FLOW_UPDATE_DOCS") == "1")
        {
            Directory.CreateDirectory(Folder());
            File.WriteAllText(path, page);
        }

        Assert.True(
            File.Exists(path) && File.ReadAllText(path).ReplaceLineEndings("\n") == page,
            $"docs/steps/{file} is out of date; run FLOW_UPDATE_DOCS=1 dotnet test tests/FlowFunctions.Steps.Tests"
        );
    }

    private static string Folder()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "FlowFunctions.sln")))
        {
            folder =
                folder.Parent ?? throw new DirectoryNotFoundException("FlowFunctions.sln is nowhere above the tests.");
        }

        return Path.Combine(folder.FullName, "docs", "steps");
    }
}
