namespace FlowFunctions.Cli.Tests.Expr;

public sealed class ExprCommandTests
{
    [Theory]
    [InlineData("input.n ** 2", "{\"n\":3}", "9\n")]
    [InlineData("{{ input.n }}", "{\"n\":3}", "3\n")]
    [InlineData("input.missing", "{}", "null\n")]
    [InlineData("'ü<&>' + input", "\"x\"", "\"ü<&>x\"\n")]
    public async Task Expr_Expression_PrintsItsValueAsJson(string expression, string input, string output)
    {
        using var terminal = new TestTerminal();

        Assert.Equal(0, await terminal.RunAsync("expr", expression, "--input", input));

        Assert.Equal(output, terminal.Output);
    }

    [Fact]
    public async Task Expr_StepsItemAndEnv_AreInScope()
    {
        using var terminal = new TestTerminal();

        var exitCode = await terminal.RunAsync(
            "expr",
            "[steps.a.output, steps.a.status, steps.b?.output, item, env.K]",
            "--steps",
            "{\"a\":{\"output\":1}}",
            "--item",
            "2",
            "--env",
            "K=v=w"
        );

        Assert.Equal(0, exitCode);
        Assert.Equal(
            "[1,\"Succeeded\",null,2,\"v=w\"]",
            terminal.Output.ReplaceLineEndings("").Replace(" ", "", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Expr_SyntaxError_PointsAtThePlaceAndExitsTwo()
    {
        using var terminal = new TestTerminal();

        Assert.Equal(2, await terminal.RunAsync("expr", "1 + * 2"));

        var lines = terminal.Error.Split('\n');
        Assert.Equal("  1 + * 2", lines[1]);
        Assert.Equal("      ^", lines[2]);
    }

    [Fact]
    public async Task Expr_EvaluationFails_ExitsOne()
    {
        using var terminal = new TestTerminal();

        Assert.Equal(1, await terminal.RunAsync("expr", "input.a.b", "--input", "{}"));
        Assert.NotEmpty(terminal.Error);
    }

    [Fact]
    public async Task Expr_StepsThatAreNoObjects_ExitsTwo()
    {
        using var terminal = new TestTerminal();

        Assert.Equal(2, await terminal.RunAsync("expr", "1", "--steps", "{\"a\":1}"));
    }
}
