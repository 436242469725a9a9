using System.Text.Json;
using System.Text.Json.Nodes;
using FlowFunctions.Flows.Schema;
using Xunit.Abstractions;

namespace FlowFunctions.Flows.Tests.Schema;

/// <summary>Generated schemas and values, judged by ajv and by this validator.</summary>
public sealed class AjvAgreementTests(ITestOutputHelper output)
{
    private const int Schemas = 1_500;
    private const int ValuesPerSchema = 3;
    private const int Seed = 20_201_212;

    [Fact]
    public async Task Validate_GeneratedSchemas_AgreesWithAjv()
    {
        var generator = new SchemaGenerator(Seed);
        var cases = new JsonArray();
        for (int i = 0; i < Schemas; i++)
            cases.Add(
                new JsonObject
                {
                    ["schema"] = generator.Schema(),
                    ["instances"] = new JsonArray([
                        .. Enumerable.Range(0, ValuesPerSchema).Select(_ => generator.Value()),
                    ]),
                }
            );
        string text = cases.ToJsonString();
        var verdicts = JsonElement.Parse(await NodeProject.RunAsync("validate.mjs", text));

        var tally = new Tally();
        foreach (var (one, theirs) in JsonElement.Parse(text).EnumerateArray().Zip(verdicts.EnumerateArray()))
            tally.Add(one, theirs);
        output.WriteLine($"{tally.Valid} valid, {tally.Invalid} invalid");
        Assert.Empty(tally.Deviations);
        Assert.InRange(tally.Valid, 1_000, Schemas * ValuesPerSchema - 1_000);
    }

    private sealed class Tally
    {
        public List<string> Deviations { get; } = [];

        public int Valid { get; private set; }

        public int Invalid { get; private set; }

        public void Add(JsonElement one, JsonElement theirs)
        {
            var schema = JsonSchema.Parse(one.GetProperty("schema"));
            if (theirs.ValueKind == JsonValueKind.String)
            {
                Deviations.Add($"ajv: {theirs} for {one.GetProperty("schema")}");
                return;
            }
            foreach (var (value, verdict) in one.GetProperty("instances").EnumerateArray().Zip(theirs.EnumerateArray()))
            {
                bool valid = schema.IsValid(value);
                bool collected = schema.Validate(value).Count == 0;
                (Valid, Invalid) = valid ? (Valid + 1, Invalid) : (Valid, Invalid + 1);
                if (valid != verdict.GetBoolean() || collected != valid)
                    Deviations.Add(
                        $"ajv {verdict}, IsValid {valid}, Validate {collected}: {value.GetRawText()} for {one.GetProperty("schema")}"
                    );
            }
        }
    }
}
