using FlowFunctions.Flows.Compilation;

namespace FlowFunctions.Flows.Tests.Compilation;

public sealed class UnreachableTests
{
    [Theory]
    [InlineData("noneFailed", "a:true a:false", false)]
    [InlineData("anySucceeded", "a:true a:false", false)]
    [InlineData("allDone", "a:true a:false", false)]
    [InlineData("allSucceeded", "a:true a:false", true)]
    [InlineData("allSucceeded", "a:true a", false)]
    [InlineData("allSucceeded", "a a!failure", true)]
    [InlineData("allSucceeded", "a:true a!failure", true)]
    [InlineData("allSucceeded", "a!failure a!always", false)]
    [InlineData("allSucceeded", "a:true b:false", false)]
    public void Compile_JoinOfEdges_WarnsWhenItCannotBeFulfilled(string join, string sources, bool warned)
    {
        var problems = Compile(join, sources, "");
        Assert.Equal(warned ? ["/steps/x"] : [], problems.Select(problem => problem.Pointer));
        Assert.All(problems, problem => Assert.Equal(ProblemSeverity.Warning, problem.Severity));
    }

    [Theory]
    [InlineData("noneFailed", "x", true)]
    [InlineData("noneFailed", "x b", false)]
    [InlineData("allSucceeded", "x b", true)]
    [InlineData("allDone", "x", false)]
    [InlineData("noneFailed", "x!always", true)]
    public void Compile_StepAfterOneThatNeverRuns_IsWarnedOfAsWell(string join, string sources, bool warned)
    {
        var edges = string.Concat(sources.Split(' ').Select(source => ", " + Edge(source, "y")));
        var problems = Compile("allSucceeded", "a:true a:false", edges, join);
        Assert.Equal(warned ? ["/steps/x", "/steps/y"] : ["/steps/x"], problems.Select(problem => problem.Pointer));
    }

    [Fact]
    public void Compile_StepBehindACycle_IsReportedWithIt()
    {
        const string Text = """
            {"id": "f", "steps": {"a": {"type": "call"}, "b": {"type": "call"}, "c": {"type": "call"}},
             "edges": [{"from": "a", "to": "b"}, {"from": "b", "to": "a"}, {"from": "b", "to": "c"}]}
            """;
        Assert.Equal(
            ["/steps/c", "/edges/1"],
            FlowCompilerTests.Compile(Text).Problems.Select(problem => problem.Pointer)
        );
    }

    private static IReadOnlyList<FlowProblem> Compile(
        string join,
        string sources,
        string more,
        string second = "allDone"
    )
    {
        var edges = string.Join(", ", sources.Split(' ').Select(source => Edge(source, "x")));
        return FlowCompilerTests
            .Compile(
                $$$"""
                {"id": "f", "steps": {
                  "a": {"type": "condition", "with": {"if": true}}, "b": {"type": "condition", "with": {"if": true}},
                  "x": {"type": "call", "join": "{{{join}}}"}, "y": {"type": "call", "join": "{{{second}}}"}},
                 "edges": [{{{edges}}}{{{more}}}]}
                """
            )
            .Problems;
    }

    /// <summary>An edge written as <c>from:port</c> or <c>from!condition</c>.</summary>
    private static string Edge(string source, string to)
    {
        var from = source[..1];
        var rest = source.Length == 1 ? "" : $", \"{(source[1] == ':' ? "port" : "on")}\": \"{source[2..]}\"";
        return $$$"""{"from": "{{{from}}}", "to": "{{{to}}}"{{{rest}}}}""";
    }
}
