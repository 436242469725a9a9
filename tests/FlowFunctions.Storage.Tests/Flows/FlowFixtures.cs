using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Azure;
using Azure.Storage.Blobs;
using FlowFunctions.Flows.Catalog;
using FlowFunctions.Flows.Compilation;
using FlowFunctions.Flows.Schema;
using FlowFunctions.Storage.Flows;
using FlowFunctions.Storage.Tables;
using FlowFunctions.Storage.Tests.Local;

namespace FlowFunctions.Storage.Tests.Flows;

/// <summary>Stores on a table and a container of their own.</summary>
internal sealed record FlowStorage(TableClient Table, BlobContainerClient Container)
{
    public FlowStore Flows => new(Table, Container);

    public DraftStore Drafts => new(Table, Container);

    public static async Task<FlowStorage> CreateAsync(AzuriteFixture fixture)
    {
        var container = new BlobContainerClient(fixture.ConnectionString, AzuriteFixture.NewName());
        await container.CreateAsync();
        return new FlowStorage(await fixture.NewTableAsync(), container);
    }

    public async Task<List<string>> BlobNamesAsync() =>
        await Container.GetBlobsAsync().Select(static blob => blob.Name).ToListAsync();
}

/// <summary>Flows to store.</summary>
internal static class Sample
{
    public const string Workspace = "default";
    private static readonly FlowCompiler Compiler = new(new OneType());

    /// <summary>A flow that gives a value.</summary>
    public static FlowContent Flow(string id, object value, string? name = null, int? x = null)
    {
        var document = new JsonObject
        {
            ["id"] = id,
            ["steps"] = new JsonObject
            {
                ["only"] = new JsonObject
                {
                    ["type"] = "transform",
                    ["with"] = new JsonObject { ["value"] = JsonValue.Create(value) },
                },
            },
        };
        if (name is not null)
        {
            document["name"] = name;
        }

        if (x is not null)
        {
            document["layout"] = new JsonObject
            {
                ["only"] = new JsonObject { ["x"] = x, ["y"] = 0 },
            };
        }

        return Flow(document.ToJsonString());
    }

    public static FlowContent Flow(string text)
    {
        var result = Compiler.Compile(text);
        Assert.Empty(result.Problems);
        return FlowContent.Of(result.Document!, result.Plan!);
    }

    public static FlowSave Save(FlowContent content, ETag? ifMatch = null, bool publish = false) =>
        new(content, new FlowEdit { IfMatch = ifMatch }, publish);

    public static async Task<FlowRecord> CreateAsync(this FlowStore store, FlowContent content, bool publish = false)
    {
        var write = await store.SaveAsync(Workspace, Save(content, publish: publish));
        Assert.Equal(WriteOutcome.Created, write.Outcome);
        return write.Flow!;
    }

    public static async Task<JsonElement> ReadAsync(
        this FlowStore store,
        FlowRecord flow,
        FlowVersion? version = null
    ) => JsonElement.Parse((await store.GetDocumentAsync(flow, version))!);

    public static string ValueOf(JsonElement document) =>
        document.GetProperty("steps").GetProperty("only").GetProperty("with").GetProperty("value").ToString();

    public static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>The compiler needs a type; which one does not matter here.</summary>
    private sealed class OneType : IStepCatalog
    {
        private static readonly JsonElement Anything = JsonElement.Parse("{}");

        public IReadOnlyList<StepTypeDescriptor> Types { get; } =
        [
            new()
            {
                Id = "transform",
                Title = "Transform",
                Description = "Gives a value.",
                Category = "Test",
                Icon = "test",
                WithSchema = Anything,
                OutputSchema = Anything,
                With = JsonSchema.Parse(Anything),
                IsPure = true,
            },
        ];

        public bool TryFind(string type, [NotNullWhen(true)] out StepTypeDescriptor? descriptor)
        {
            descriptor = Types.FirstOrDefault(known => known.Id == type);
            return descriptor is not null;
        }
    }
}
