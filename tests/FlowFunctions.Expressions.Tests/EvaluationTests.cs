using System.Text.Json;

namespace FlowFunctions.Expressions.Tests;

public sealed class EvaluationTests
{
    private static readonly JsonElement Input = JsonElement.Parse(
        """{"money":1.50,"id":12345678901234567890,"list":[{"a":1.0}],"constructor":1,"lone":"\ud83d","text":"x","\ud83d":2}"""
    );

    private static JsonElement Evaluate(string text) =>
        Expression.Parse(text).Evaluate(new ExpressionScope { Input = Input });

    [Theory]
    [InlineData("input.money", "1.50")]
    [InlineData("input.id", "12345678901234567890")]
    [InlineData("input.list[0]", """{"a":1.0}""")]
    [InlineData("input.list.map(x => x)", """[{"a":1.0}]""")]
    [InlineData("({ ...input.list[0] })", """{"a":1}""")]
    [InlineData("input.money + 0", "1.5")]
    [InlineData("JSON.stringify(input.list)", "\"[{\\\"a\\\":1}]\"")]
    [InlineData("[NaN, Infinity, undefined, -0]", "[null,null,null,0]")]
    [InlineData("({ a: undefined, b: null })", """{"b":null}""")]
    [InlineData("NaN", "null")]
    [InlineData("/a/", "{}")]
    [InlineData("input.lone", "\"\\ud83d\"")]
    [InlineData("input.lone + 'x'", "\"\\ud83dx\"")]
    [InlineData("input.lone + '\\ude00'", "\"😀\"")]
    [InlineData("input['\\ud83d']", "2")]
    [InlineData("({ [input.lone]: 1 })", """{"\ud83d":1}""")]
    public void Evaluate_Value_IsJson(string text, string json) => Assert.Equal(json, Evaluate(text).GetRawText());

    [Theory]
    [InlineData("undefined")]
    [InlineData("input.missing")]
    [InlineData("trigger")]
    [InlineData("steps")]
    [InlineData("index")]
    [InlineData("input.text.length.x")]
    public void Evaluate_Undefined_IsTheDefaultElement(string text) =>
        Assert.Equal(JsonValueKind.Undefined, Evaluate(text).ValueKind);

    [Theory]
    [InlineData("Number", 0, "The expression gives a function. Call it.")]
    [InlineData("input.text + Math.max", 11, "A function is not a value here.")]
    [InlineData(
        "1 + input.missing.field",
        18,
        "Cannot read 'field' of undefined. Use ?. where a value may be missing."
    )]
    [InlineData("input.text.map(x => x)", 11, "'map' is not a method of this value.")]
    [InlineData("input['con' + 'structor']", 12, "'constructor' is not part of the language")]
    [InlineData("input.text[['__proto__']]", 11, "'__proto__' is not part of the language")]
    [InlineData("JSON.parse('{')", 5, "JSON.parse: the text is not JSON, or nests deeper than 1000 (line 1, byte 2).")]
    public void Evaluate_Failure_SaysWhatAndWhere(string text, int position, string message)
    {
        var exception = Assert.Throws<ExpressionException>(() => Evaluate(text));
        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
        Assert.Equal(position, exception.Position);
    }

    [Fact]
    public void Evaluate_Steps_AreResolvedWhenReadAndOnce()
    {
        var asked = new List<string>();
        var scope = new ExpressionScope
        {
            Steps = id =>
            {
                asked.Add(id);
                return id == "none" ? null : new StepScope("Succeeded", JsonElement.Parse("[1]"), default);
            },
        };
        Assert.Equal(
            "[1,1,\"Succeeded\",null]",
            Expression
                .Parse("[steps.a.output[0], steps['a'].output[0], steps.a.status, steps.none]")
                .Evaluate(scope)
                .GetRawText()
        );
        Assert.Equal(["a", "none"], asked);
    }

    [Theory]
    [InlineData("Object.keys(steps)")]
    [InlineData("steps")]
    public void Evaluate_StepsAsAWhole_IsRefused(string text)
    {
        var scope = new ExpressionScope { Steps = _ => null };
        var exception = Assert.Throws<ExpressionException>(() => Expression.Parse(text).Evaluate(scope));
        Assert.Contains("Name the step", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("input.list", true)]
    [InlineData("input.missing", false)]
    [InlineData("''", false)]
    [InlineData("input.money > 1", true)]
    public void EvaluateBoolean_Value_IsItsTruth(string text, bool expected) =>
        Assert.Equal(expected, Expression.Parse(text).EvaluateBoolean(new ExpressionScope { Input = Input }));

    [Theory]
    [InlineData("[1, 2, 3].map(x => x * 2)", "more than 5 operations")]
    [InlineData("'abc'.repeat(99)", "more than 100 bytes")]
    [InlineData("[[[1]]]", "nests deeper than 2 levels")]
    [InlineData("'0123456789ABCDEF'", "larger than 16 characters")]
    [InlineData("(f => f(f))(f => f(f))", "nests deeper than 20")]
    public void Evaluate_PastALimit_SaysWhich(string text, string message)
    {
        var limits = new ExpressionLimits
        {
            MaxSteps = message.Contains("operations", StringComparison.Ordinal) ? 5 : 1_000,
            MaxMemoryBytes = message.Contains("bytes", StringComparison.Ordinal) ? 100 : 100_000,
            MaxOutputDepth = 2,
            MaxOutputCharacters = 16,
            MaxDepth = 20,
        };
        var exception = Assert.Throws<ExpressionException>(() =>
            Expression.Parse(text).Evaluate(new ExpressionScope { Limits = limits })
        );
        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Evaluate_ResultOfTheDeepestAllowedNesting_CanBeRead()
    {
        const string nested = "[...'x'.repeat(63)].reduce(a => [a], [1])";
        Assert.Equal(64, Evaluate(nested).GetRawText().Count(c => c == '['));
        Assert.Throws<ExpressionException>(() => Evaluate($"[{nested}]"));
    }
}
