using System.Text.Json;

namespace FlowFunctions.Expressions.Tests;

public sealed class ReferenceTests
{
    [Theory]
    [InlineData("1 + 2", "")]
    [InlineData("input", "input@0")]
    [InlineData("steps.fetch.output.body.total", "steps.fetch.output.body.total@0")]
    [InlineData("steps['fetch'].output", "steps.fetch.output@0")]
    [InlineData("steps?.fetch?.['output']?.x", "steps.fetch.output.x@0")]
    [InlineData("(steps.fetch).output", "steps.fetch.output@1")]
    [InlineData("steps.fetch.output.items.map(x => x.id)[0].z", "steps.fetch.output.items@0")]
    [InlineData("input.list[0].x", "input.list.0.x@0")]
    [InlineData("input.list[index].x", "input.list@0 index@11")]
    [InlineData("steps[input.name].output", "steps@0 input.name@6")]
    [InlineData("steps[`a`].output", "steps@0")]
    [InlineData("input.a.map(item => item.x + items.length)", "input.a@0 items.length@29")]
    [InlineData("[1].map(steps => steps.a).concat(steps.b)", "steps.b@33")]
    [InlineData("(({ input, env: e = env.X }) => input + e)(run.id)", "env.X@20 run.id@43")]
    [InlineData("`${input.a}${`${secrets.TOKEN}`}`", "input.a@3 secrets.TOKEN@16")]
    [InlineData("({ input, [env.A]: trigger.b, ...item.c })", "input@3 env.A@11 trigger.b@19 item.c@33")]
    [InlineData("true || steps.never.output", "steps.never.output@8")]
    [InlineData("typeof input.a === -input.b", "input.a@7 input.b@20")]
    [InlineData("'steps.a'.length + /steps.b/.source", "")]
    public void References_OfExpression_AreItsStaticPaths(string text, string expected)
    {
        var uses = Expression.Parse(text).References;
        Assert.Equal(
            expected,
            string.Join(' ', uses.Select(use => $"{string.Join('.', [use.Root, .. use.Path])}@{use.Position}"))
        );
    }

    [Theory]
    [InlineData("steps", "a", "/x/0 /z")]
    [InlineData("steps", "b", "")]
    [InlineData("input", "a", "/y")]
    [InlineData("env", "a", "")]
    public void ReferencesTo_AMember_AreItsUsesInOrder(string root, string member, string expected)
    {
        var template = JsonTemplate.Parse(
            JsonElement.Parse(
                """{"x":["{{ steps.a.output + steps.c.output }}"],"y":"{{ input.a }}","z":"{{ steps.a }}","e":"{{ env }}"}"""
            )
        );

        Assert.Equal(expected, string.Join(' ', template.ReferencesTo(root, member).Select(use => use.Pointer)));
    }
}
