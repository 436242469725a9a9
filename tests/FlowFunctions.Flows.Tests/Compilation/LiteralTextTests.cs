using System.Text.Json.Nodes;
using FlowFunctions.Expressions;
using FlowFunctions.Flows.Plans;

namespace FlowFunctions.Flows.Tests.Compilation;

/// <summary>What is written in a literal member reaches the step as it stands.</summary>
public sealed class LiteralTextTests
{
    [Theory]
    [InlineData("print(f\"{{x}}\")")]
    [InlineData("{{ not an expression ")]
    [InlineData("}} {{ steps.nobody.output }} {{")]
    [InlineData("a \\ \" ' ` ${b} \n\t\u2028\u0001 ö 😀 {{")]
    [InlineData("no braces at all")]
    public void Code_AnyText_IsTakenAsItStands(string code)
    {
        var with = Step(code).With;

        Assert.Equal(code, with.Evaluate(new ExpressionScope()).GetProperty("code").GetString());
        Assert.Equal(2, with.Evaluate(new ExpressionScope()).GetProperty("input").GetInt32());
    }

    [Fact]
    public void Code_OfManyLines_IsTakenAsItStands()
    {
        var code = string.Concat(Enumerable.Repeat("value = {{ 'a': 1 }}  # no expression\n", 6_000));

        Assert.Equal(code, Step(code).With.Evaluate(new ExpressionScope()).GetProperty("code").GetString());
    }

    [Fact]
    public void Code_PlanWrittenAndRead_IsTheSame()
    {
        var plan = FlowCompilerTests.Plan(Flow("{{ x }}"));

        Assert.Equal(plan.Hash, PlanJson.Read(PlanJson.Write(plan)).Hash);
    }

    private static PlanStep Step(string code) => FlowCompilerTests.Plan(Flow(code)).Root.Steps[0];

    private static string Flow(string code) =>
        new JsonObject
        {
            ["id"] = "literal",
            ["steps"] = new JsonObject
            {
                ["run"] = new JsonObject
                {
                    ["type"] = "run",
                    ["with"] = new JsonObject { ["code"] = code, ["input"] = "{{ 1 + 1 }}" },
                },
            },
        }.ToJsonString();
}
