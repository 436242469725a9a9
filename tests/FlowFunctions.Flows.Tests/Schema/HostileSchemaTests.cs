using System.Diagnostics;
using System.Text.Json;
using FlowFunctions.Flows.Schema;

namespace FlowFunctions.Flows.Tests.Schema;

public sealed class HostileSchemaTests
{
    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = 200_000 };

    [Theory]
    [InlineData("""{"$ref":"#"}""")]
    [InlineData("""{"allOf":[{"$ref":"#"},{"$ref":"#"}]}""")]
    [InlineData("""{"anyOf":[{"$ref":"#"},{"$ref":"#"}]}""")]
    [InlineData("""{"not":{"$ref":"#"}}""")]
    [InlineData("""{"$dynamicAnchor":"a","oneOf":[{"$dynamicRef":"#a"},{"$dynamicRef":"#a"}]}""")]
    public void Validate_SchemaThatRefersToItselfWithoutEnd_EndsWithAProblem(string text)
    {
        var schema = JsonSchema.Parse(text);
        var value = JsonElement.Parse("1");

        Assert.False(schema.IsValid(value));
        Assert.Contains("without end", Assert.Single(schema.Validate(value)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Validate_WorkThatDoubles_EndsAtTheLimit()
    {
        var defs = Enumerable
            .Range(0, 60)
            .Select(i =>
                $$"""
                    "d{{i}}":{"allOf":[{"$ref":"#/$defs/d{{i + 1}}"},{"$ref":"#/$defs/d{{i + 1}}"}]}
                    """
            );
        string text =
            "{\"$ref\":\"#/$defs/d0\",\"$defs\":{" + string.Join(',', defs) + ",\"d60\":{\"type\":\"number\"}}}";
        var schema = JsonSchema.Parse(text, new() { MaxEvaluations = 100_000 });
        var value = JsonElement.Parse("1");

        Assert.False(schema.IsValid(value));
        Assert.Contains("takes too much work", Assert.Single(schema.Validate(value)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Validate_DeepValue_DoesNotOverflowTheStack()
    {
        const int depth = 3_000;
        string text = new string('[', depth) + new string(']', depth);
        var value = JsonElement.Parse(text, Deep);
        var pair = JsonElement.Parse($"[{text},{text}]", Deep);

        Assert.False(JsonSchema.Parse("""{"items":{"$ref":"#"}}""").IsValid(value));
        Assert.True(JsonSchema.Parse("""{"type":"array"}""").IsValid(value));
        Assert.False(JsonSchema.Parse("""{"uniqueItems":true}""").IsValid(pair));
    }

    [Fact]
    public void Parse_DeepSchema_IsRefused()
    {
        string text = string.Concat(Enumerable.Repeat("{\"not\":", 5_000)) + "{}" + new string('}', 5_000);

        var error = Assert.Throws<JsonSchemaException>(() => JsonSchema.Parse(JsonElement.Parse(text, Deep)));
        Assert.Contains("1000 deep", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("(a+)+$")]
    [InlineData("^(a|a)*$")]
    [InlineData("^(([a-z])+.)+[A-Z]([a-z])+$")]
    public void Validate_PatternThatBacktracksBadlyElsewhere_IsLinear(string pattern)
    {
        const int length = 50_000;
        var schema = JsonSchema.Parse($$"""{"pattern":"{{pattern}}"}""", new() { MaxPatternWork = 20 * length });
        var value = JsonElement.Parse($"\"{new string('a', length)}!\"");

        Assert.False(schema.IsValid(value));
        Assert.Contains("must match", Assert.Single(schema.Validate(value)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"pattern":"(a|b|ab){900}c"}""", """ "X" """)]
    [InlineData("""{"items":{"not":{"pattern":"(a|b|ab){900}c"}}}""", """ ["X"] """)]
    [InlineData("""{"patternProperties":{"(a|b|ab){900}c":true}}""", """ {"X":1} """)]
    public void Validate_PatternThatTakesTooMuchWork_EndsAtTheLimit(string text, string value)
    {
        var schema = JsonSchema.Parse(text, new() { MaxPatternWork = 100_000 });
        var instance = JsonElement.Parse(value.Replace("X", new string('a', 10_000), StringComparison.Ordinal));

        Assert.False(schema.IsValid(instance));
        Assert.Contains("patterns", Assert.Single(schema.Validate(instance)).Message, StringComparison.Ordinal);
        Assert.True(schema.IsValid(JsonElement.Parse("1")));
    }

    [Theory]
    [InlineData("a{9000}")]
    [InlineData(@"[a\\p{L}][b\\p{L}][c\\p{L}][d\\p{L}][e\\p{L}][f\\p{L}][g\\p{L}][h\\p{L}][i\\p{L}][j\\p{L}]")]
    public void Parse_ManyLargePatterns_AreRefused(string pattern)
    {
        var properties = Enumerable.Range(0, 200).Select(i => $$""" "p{{i}}":{"pattern":"{{pattern}}"} """);
        string text = $$"""{"properties":{ {{string.Join(',', properties)}} } }""";

        var error = Assert.Throws<JsonSchemaException>(() => JsonSchema.Parse(text));
        Assert.Contains("too large together", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void IsValid_ManySimilarItems_StaysFast()
    {
        var items = Enumerable.Range(0, 20_000).Select(i => $$$"""{"id":{"n":{{{i}}}}}""");
        var value = JsonElement.Parse($"[{string.Join(',', items)}]");

        Assert.True(JsonSchema.Parse("""{"uniqueItems":true}""", new() { MaxEvaluations = 100_000 }).IsValid(value));
    }

    [Fact]
    public void Validate_LoneSurrogates_AreCharactersLikeAnyOther()
    {
        var value = JsonElement.Parse("""{"\ud800":"\udc00a"}""");

        Assert.True(
            JsonSchema
                .Parse("""{"additionalProperties":{"minLength":2,"maxLength":2,"pattern":"^.a$"}}""")
                .IsValid(value)
        );
        Assert.Single(
            JsonSchema.Parse("""{"additionalProperties":false,"dependentRequired":{"x":["y"]}}""").Validate(value)
        );
    }

    [Fact]
    public async Task IsValid_FromManyThreads_GivesTheSameVerdict()
    {
        var schema = JsonSchema.Parse(
            """{"items":{"properties":{"a":{"type":"number"}},"unevaluatedProperties":false}}"""
        );
        var (good, bad) = (JsonElement.Parse("""[{"a":1}]"""), JsonElement.Parse("""[{"a":1},{"b":1}]"""));

        await Parallel.ForAsync(
            0,
            2_000,
            (i, _) =>
            {
                Assert.Equal(i % 2 == 0, schema.IsValid(i % 2 == 0 ? good : bad));
                Assert.Equal(i % 2, schema.Validate(i % 2 == 0 ? good : bad).Count);
                return ValueTask.CompletedTask;
            }
        );
    }

    [Fact]
    public void IsValid_ValidObject_AllocatesNothing()
    {
        var schema = JsonSchema.Parse(
            """{"type":"object","required":["a"],"properties":{"a":{"type":"string","pattern":"^[a-z]+$"},"b":{"type":"array","items":{"minimum":0}}},"additionalProperties":false}"""
        );
        var value = JsonElement.Parse("""{"a":"hello","b":[1,2.5,3,4,5,6,7,8,9,10]}""");
        Assert.True(schema.IsValid(value));

        // The runtime's first, unoptimised code allocates by itself; its better code comes after a while, later on a busy machine.
        var clock = Stopwatch.StartNew();
        var allocated = Allocated(schema, value);
        while (allocated > 64 && clock.Elapsed < TimeSpan.FromSeconds(30))
        {
            allocated = Allocated(schema, value);
        }

        Assert.InRange(allocated, 0, 64);
    }

    private static long Allocated(JsonSchema schema, JsonElement value)
    {
        const int rounds = 1_000;
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < rounds; i++)
            schema.IsValid(value);
        return (GC.GetAllocatedBytesForCurrentThread() - before) / rounds;
    }
}
