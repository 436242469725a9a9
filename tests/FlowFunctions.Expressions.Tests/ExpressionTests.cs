using System.Text.Json;

namespace FlowFunctions.Expressions.Tests;

public sealed class ExpressionTests
{
    private static readonly ExpressionScope Scope = new()
    {
        Input = JsonElement.Parse("""{"name":"Ada","items":[{"n":1},{"n":2},{"n":3}],"big":1.50}"""),
        Steps = id =>
            id == "fetch" ? new StepScope("Succeeded", JsonElement.Parse("""{"body":{"total":120}}"""), default) : null,
    };

    [Theory]
    [InlineData("1 + 2 * 3 ** 2", "19")]
    [InlineData("input.items.map(x => x.n * 2).filter(n => n > 2)", "[4,6]")]
    [InlineData("input.items.map(({ n }, i) => `${i}:${n}`).join()", "\"0:1,1:2,2:3\"")]
    [InlineData("steps.fetch.output.body.total > 100 ? 'big' : 'small'", "\"big\"")]
    [InlineData("steps.none?.output.x ?? 'none'", "\"none\"")]
    [InlineData("Object.entries({ b: 1, 2: 2, a: 3 })", """[["2",2],["b",1],["a",3]]""")]
    [InlineData("({ ...input, items: undefined })", """{"name":"Ada","big":1.5}""")]
    [InlineData("((a, b = 2) => a + b)(1)", "3")]
    public void Evaluate_Expression_GivesValue(string text, string json) =>
        Assert.Equal(json, Expression.Parse(text).Evaluate(Scope).GetRawText());
}
