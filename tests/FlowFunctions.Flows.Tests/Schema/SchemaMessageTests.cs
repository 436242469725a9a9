using System.Text.Json;
using FlowFunctions.Flows.Schema;

namespace FlowFunctions.Flows.Tests.Schema;

public sealed class SchemaMessageTests
{
    [Theory]
    [InlineData("""{"type":"number"}""", "\"x\"", "", "type", "must be a number")]
    [InlineData("""{"type":["string","null"]}""", "1", "", "type", "must be a string or null")]
    [InlineData("""{"type":"integer"}""", "1.5", "", "type", "must be a whole number")]
    [InlineData("""{"required":["orderId"]}""", "{}", "", "required", "is missing 'orderId'")]
    [InlineData("""{"enum":["a","b"]}""", "\"c\"", "", "enum", "must be one of \"a\", \"b\"")]
    [InlineData(
        """{"enum":["GET","POST"]}""",
        "\"PSOT\"",
        "",
        "enum",
        "must be one of \"GET\", \"POST\" (did you mean 'POST'?)"
    )]
    [InlineData("""{"const":{"a":1}}""", "2", "", "const", "must be {\"a\":1}")]
    [InlineData("""{"minimum":1}""", "0", "", "minimum", "must be at least 1")]
    [InlineData("""{"exclusiveMaximum":1}""", "1", "", "exclusiveMaximum", "must be less than 1")]
    [InlineData("""{"multipleOf":0.01}""", "0.015", "", "multipleOf", "must be a multiple of 0.01")]
    [InlineData("""{"minLength":1}""", "\"\"", "", "minLength", "must be at least 1 character long")]
    [InlineData("""{"maxItems":2}""", "[1,2,3]", "", "maxItems", "must have at most 2 items")]
    [InlineData(
        """{"uniqueItems":true}""",
        "[1,2,1.0]",
        "",
        "uniqueItems",
        "must not hold the same item twice (items 0 and 2)"
    )]
    [InlineData(
        """{"contains":{"type":"string"}}""",
        "[1]",
        "",
        "contains",
        "must have at least 1 item of the required form"
    )]
    [InlineData(
        """{"properties":{"a":{"items":{"type":"string"}}}}""",
        """{"a":["x",1]}""",
        "/a/1",
        "type",
        "must be a string"
    )]
    [InlineData("""{"properties":{"a/b":false}}""", """{"a/b":1}""", "/a~1b", "false", "is not allowed here")]
    [InlineData(
        """{"propertyNames":{"maxLength":2}}""",
        """{"abc":1}""",
        "/abc",
        "propertyNames",
        "has a name that must be at most 2 characters long"
    )]
    [InlineData(
        """{"dependentRequired":{"a":["b"]}}""",
        """{"a":1}""",
        "",
        "dependentRequired",
        "is missing 'b', which 'a' requires"
    )]
    [InlineData(
        """{"properties":{"method":true},"additionalProperties":false}""",
        """{"metod":1}""",
        "/metod",
        "additionalProperties",
        "unknown property 'metod' (did you mean 'method'?)"
    )]
    [InlineData(
        """{"properties":{"method":true},"additionalProperties":false}""",
        """{"zzz":1}""",
        "/zzz",
        "additionalProperties",
        "unknown property 'zzz'"
    )]
    [InlineData(
        """{"allOf":[{"properties":{"method":true}}],"unevaluatedProperties":false}""",
        """{"mehtod":1}""",
        "/mehtod",
        "unevaluatedProperties",
        "unknown property 'mehtod' (did you mean 'method'?)"
    )]
    [InlineData("""{"not":{"type":"null"}}""", "null", "", "not", "has a form that is excluded here")]
    [InlineData("""{"not":{"title":"nothing","type":"null"}}""", "null", "", "not", "must not be nothing")]
    [InlineData(
        """{"oneOf":[{"minimum":1},{"minimum":2}]}""",
        "3",
        "",
        "oneOf",
        "fits more than one of the forms that exclude one another"
    )]
    [InlineData(
        """{"anyOf":[{"type":"string"},{"type":"number"}]}""",
        "null",
        "",
        "anyOf",
        "fits none of the 2 allowed forms: must be a string, or must be a number"
    )]
    [InlineData("""{"pattern":"^a"}""", "\"b\"", "", "pattern", "must match the pattern ^a")]
    public void Validate_OneProblem_IsToldInPlainWords(
        string schema,
        string value,
        string pointer,
        string keyword,
        string message
    )
    {
        var problem = Assert.Single(JsonSchema.Parse(schema).Validate(JsonElement.Parse(value)));

        Assert.Equal(new SchemaProblem(pointer, keyword, message), problem);
    }

    [Theory]
    // The type, or a constant one level down, tells which form was meant.
    [InlineData("""[{"type":"string"},{"type":"object","required":["a"]}]""", "{}", "", "is missing 'a'")]
    [InlineData(
        """[{"properties":{"type":{"const":"x"},"n":{"type":"number"}}},{"properties":{"type":{"const":"y"}}}]""",
        """{"type":"x","n":"1"}""",
        "/n",
        "must be a number"
    )]
    public void Validate_Alternatives_ExplainTheOneThatWasMeant(
        string forms,
        string value,
        string pointer,
        string message
    )
    {
        foreach (string keyword in (string[])["anyOf", "oneOf"])
        {
            var schema = JsonSchema.Parse($$"""{"{{keyword}}":{{forms}},"required":[]}""");
            var problem = Assert.Single(schema.Validate(JsonElement.Parse(value)));
            Assert.Equal((pointer, message), (problem.Pointer, problem.Message));
        }
    }

    [Fact]
    public void Validate_SeveralProblems_AreAllReported()
    {
        var schema = JsonSchema.Parse(
            """{"required":["x"],"properties":{"a":{"type":"string","minLength":3},"b":{"items":{"maximum":1}}},"additionalProperties":false}"""
        );

        var problems = schema.Validate(JsonElement.Parse("""{"a":"1","b":[2,0,3],"c":null}"""));

        Assert.Equal(["/a", "/b/0", "/b/2", "/c", ""], problems.Select(problem => problem.Pointer));
    }

    [Fact]
    public void Validate_ManyProblems_StopsAtTheLimit()
    {
        var schema = JsonSchema.Parse(
            """{"items":{"anyOf":[{"items":{"type":"string"}},{"type":"string"}]}}""",
            new() { MaxProblems = 7 }
        );
        var value = JsonElement.Parse(
            $"[[{string.Join(',', Enumerable.Repeat("1", 5))}],[{string.Join(',', Enumerable.Repeat("1", 5))}],1]"
        );

        Assert.Equal(7, schema.Validate(value).Count);
        Assert.False(schema.IsValid(value));
    }
}
