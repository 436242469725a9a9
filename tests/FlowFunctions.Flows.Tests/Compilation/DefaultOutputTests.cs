namespace FlowFunctions.Flows.Tests.Compilation;

public sealed class DefaultOutputTests
{
    [Theory]
    [InlineData("""{"a": {"type": "call"}}""", "[]", "\"{{ steps.a?.output }}\"")]
    [InlineData("""{"my-step": {"type": "call"}}""", "[]", "\"{{ steps['my-step']?.output }}\"")]
    [InlineData(
        """{"c": {"type": "call"}, "b": {"type": "call"}, "a": {"type": "call"}}""",
        """[{"from": "a", "to": "b"}, {"from": "a", "to": "c"}]""",
        """{"b":"{{ steps.b?.output }}","c":"{{ steps.c?.output }}"}"""
    )]
    [InlineData(
        """{"z": {"type": "respond"}, "y": {"type": "respond"}, "a": {"type": "call"}}""",
        "[]",
        "\"{{ steps.y?.output?.body ?? steps.z?.output?.body }}\""
    )]
    public void Compile_WithoutOutput_MakesOne(string steps, string edges, string expected) =>
        Assert.Equal(expected, Output($$"""{"id": "f", "steps": {{steps}}, "edges": {{edges}}}"""));

    [Fact]
    public void Compile_WithOutput_KeepsIt() =>
        Assert.Equal("null", Output("""{"id": "f", "steps": {"a": {"type": "respond"}}, "output": null}"""));

    [Fact]
    public void Compile_BodyThatResponds_GivesTheStepsOutput()
    {
        const string Text = """
            {"id": "f", "steps": {"loop": {"type": "repeat", "body": {"steps": {"r": {"type": "respond"}}}}}}
            """;
        var body = FlowCompilerTests.Plan(Text).Root.Steps[0].Body!;
        Assert.Equal("{{ steps.r?.output }}", body.Output.With.Source.GetString());
        Assert.True(body.Output.IsPure);
        Assert.Equal(1, body.Output.Index);
    }

    private static string Output(string text) => FlowCompilerTests.Plan(text).Root.Output.With.Source.GetRawText();
}
