using System.Text.Json;

namespace FlowFunctions.Expressions.Tests;

public sealed class JsonTemplateTests
{
    private static readonly ExpressionScope Scope = new()
    {
        Input = JsonElement.Parse(
            """{"n":42,"name":"Ada","list":[1,"x",null],"map":{"a":1.0},"nil":null,"yes":true}"""
        ),
    };

    private static string Evaluate(string json) =>
        JsonTemplate.Parse(JsonElement.Parse(json)).Evaluate(Scope).GetRawText();

    private static string EvaluateText(string text) => Evaluate(JsonSerializer.Serialize(text));

    [Theory]
    [InlineData("{{ input.n }}", "42")]
    [InlineData("{{input.map}}", """{"a":1.0}""")]
    [InlineData("{{ input.missing }}", "null")]
    [InlineData(" {{ input.n }}", "\" 42\"")]
    [InlineData("{{ input.n }}{{ input.n }}", "\"4242\"")]
    [InlineData("Hello {{ input.name }}!", "\"Hello Ada!\"")]
    [InlineData(
        "a {{ input.nil }}|{{ input.missing }}|{{ input.yes }}|{{ 1e21 }}|{{ -0 }}",
        "\"a ||true|1e\\u002B21|0\""
    )]
    [InlineData("l {{ input.list }} m {{ input.map }}", "\"l [1,\\u0022x\\u0022,null] m {\\u0022a\\u0022:1}\"")]
    [InlineData("{{ '{{' }}", "\"{{\"")]
    [InlineData("{{ '}}' }}", "\"}}\"")]
    [InlineData("{{ {a:{b:1}} }}", """{"a":{"b":1}}""")]
    [InlineData("{{ {a:{b:1}}}}", """{"a":{"b":1}}""")]
    [InlineData("{{ `}}${ '}}' }` }}", "\"}}}}\"")]
    [InlineData("{{ 'a}}'.replace(/}}/, '') }}", "\"a\"")]
    [InlineData("a }} b { c", "\"a }} b { c\"")]
    [InlineData("{{ input.list.map(x => ({ x })) }}", """[{"x":1},{"x":"x"},{"x":null}]""")]
    public void Evaluate_Text_GivesValueOrJoinedText(string text, string json) =>
        Assert.True(
            JsonElement.DeepEquals(JsonElement.Parse(json), JsonElement.Parse(EvaluateText(text))),
            EvaluateText(text)
        );

    [Theory]
    [InlineData(
        """{ "a": [1, "{{ input.n }}"], "b": {"c": "{{ input.name }}", "d": 1.50} }""",
        """{"a":[1,42],"b":{"c":"Ada","d":1.50}}"""
    )]
    [InlineData(
        """{ "a": "{{ undefined }}", "b": ["{{ undefined }}"], "c": "x{{ undefined }}" }""",
        """{"b":[null],"c":"x"}"""
    )]
    [InlineData("""{ "b": 1, "a": "{{ 2 }}", "1": 3 }""", """{"b":1,"a":2,"1":3}""")]
    [InlineData("""["\ud800", "{{ 1 }}"]""", """["\ud800",1]""")]
    public void Evaluate_Document_ReplacesItsExpressions(string template, string json) =>
        Assert.Equal(json, Evaluate(template));

    [Theory]
    [InlineData("""{"a":[1,null,"x"],"b":{}}""", true)]
    [InlineData("\"{ {\"", true)]
    [InlineData("""{"a":[{"b":"{{ 1 }}"}]}""", false)]
    public void IsConstant_Template_SaysWhetherItHoldsExpressions(string json, bool expected)
    {
        var element = JsonElement.Parse(json);
        var template = JsonTemplate.Parse(element);
        Assert.Equal(expected, template.IsConstant);
        Assert.Equal(expected, template.Evaluate(Scope).GetRawText() == json);
    }

    [Fact]
    public void References_OfTemplate_HavePointerAndOffset()
    {
        var template = JsonTemplate.Parse(
            JsonElement.Parse("""{"a/b":["x {{ input.n + steps.s.output }}"],"~":"{{ run.id }}"}""")
        );
        Assert.Equal(
            ["/a~1b/0 5 input", "/a~1b/0 15 steps", "/~0 3 run"],
            template.References.Select(use => $"{use.Pointer} {use.Offset} {use.Reference.Root}")
        );
        Assert.Equal(10, template.References[1].Reference.Position);
    }

    [Fact]
    public void TryParse_WrongTexts_ReportsEach()
    {
        var problems = new List<TemplateProblem>();
        var json = """{"a":"ok {{ 1 }}","b":["{{ 1 + }}","{{ foo }}"],"c":"x {{ 1","d":"{{ 1 2 }}","e":"{{ }}"}""";
        Assert.Null(JsonTemplate.TryParse(JsonElement.Parse(json), problems));
        Assert.Equal(
            ["/b/0@7", "/b/1@3", "/c@6", "/d@5", "/e@3"],
            problems.Select(problem => $"{problem.Pointer}@{problem.Offset}")
        );
        Assert.Equal("'{{' is not closed with '}}'.", problems[2].Message);
    }

    [Fact]
    public void Parse_WrongText_ThrowsWithPointer()
    {
        var exception = Assert.Throws<ExpressionSyntaxException>(() =>
            JsonTemplate.Parse(JsonElement.Parse("""{"a":["{{ + }}"]}"""))
        );
        Assert.Equal(("/a/0", 5), (exception.Pointer, exception.Position));
    }

    [Theory]
    [InlineData("\"{{ input.nil.x }}\"")]
    [InlineData("\"a {{ input.nil.x }}\"")]
    [InlineData("{\"a\":[\"{{ 1 }}\",\"{{ input.nil.x }}\"]}")]
    public void Evaluate_Failure_NamesTheExpression(string json)
    {
        var exception = Assert.Throws<ExpressionException>(() => Evaluate(json));
        Assert.Equal(
            "Cannot read 'x' of null. Use ?. where a value may be missing. In {{ input.nil.x }}",
            exception.Message
        );
    }

    [Fact]
    public void TryGetMember_OfObject_IsItsPart()
    {
        var template = JsonTemplate.Parse(
            JsonElement.Parse("""{"if":"{{ input.n > 1 }}","other":{"x":"{{ env?.A }}"},"otherwise":"{{ run.id }}"}""")
        );
        Assert.True(template.TryGetMember("if", out var condition));
        Assert.True(condition.Evaluate(Scope).GetBoolean());
        Assert.True(template.TryGetMember("other", out var other));
        Assert.Equal("/other/x", Assert.Single(other.References).Pointer);
        Assert.True(other.TryGetMember("x", out var inner));
        Assert.Equal(JsonValueKind.Null, inner.Evaluate(Scope).ValueKind);
        Assert.False(template.TryGetMember("missing", out _));
        Assert.False(condition.TryGetMember("if", out _));
    }

    [Fact]
    public void Evaluate_WholePath_GivesTheElementItself()
    {
        var value = JsonTemplate.Parse(JsonElement.Parse("\"{{ input.map }}\"")).Evaluate(Scope);
        Assert.Equal(Scope.Input.GetProperty("map"), value);
    }

    [Theory]
    [InlineData("a {{ b }}", true)]
    [InlineData("a { b }", false)]
    public void HasExpression_Text_LooksForTheOpening(string text, bool expected) =>
        Assert.Equal(expected, JsonTemplate.HasExpression(text));
}
