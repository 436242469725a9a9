using System.Text.Json;
using FlowFunctions.Engine.Payloads;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Engine.Steps;
using FlowFunctions.Flows.Catalog;
using FlowFunctions.Steps.Catalog;
using static FlowFunctions.Steps.Tests.StepBench;

namespace FlowFunctions.Steps.Tests;

public sealed class FlowControlTests
{
    [Theory]
    [InlineData("""{"value":"{{ input.n + 1 }}"}""", "4")]
    [InlineData("""{"value":{"a":"{{ input.list }}","b":"n={{ input.n }}"}}""", """{"a":[1,2,3],"b":"n=3"}""")]
    [InlineData("""{"value":[1,{"x":null}]}""", """[1,{"x":null}]""")]
    [InlineData("""{"value":"{{ input.missing }}"}""", "null")]
    [InlineData("""{"value":"{{ trigger.type + env.API }}"}""", "\"manualhttps://api.example.com\"")]
    public void Transform_AnyValue_IsTheOutput(string with, string output) =>
        AssertJson(output, Succeed("transform", with).Output);

    [Theory]
    [InlineData("{{ input.n > 2 }}", true)]
    [InlineData("{{ input.n > 3 }}", false)]
    [InlineData("{{ input.missing }}", false)]
    [InlineData("{{ [] }}", true)]
    [InlineData("{{ 0 }}", false)]
    [InlineData("{{ -0 }}", false)]
    [InlineData("{{ 0 / 0 }}", false)]
    [InlineData("{{ '' }}", false)]
    [InlineData("{{ '0' }}", true)]
    [InlineData("{{ null }}", false)]
    [InlineData("{{ ({}) }}", true)]
    public void Condition_AnyValue_IsJudgedAsJavaScriptDoes(string condition, bool result)
    {
        var outcome = Succeed("condition", $$"""{"if":"{{condition}}"}""");

        Assert.Equal(result ? "true" : "false", outcome.Port);
        AssertJson(result ? """{"result":true}""" : """{"result":false}""", outcome.Output);
    }

    [Theory]
    [InlineData("{{ input.n }}", "three")]
    [InlineData("{{ [1, { a: 2 }] }}", "deep")]
    [InlineData("{{ input.missing }}", "none")]
    [InlineData("Ada", "ada")]
    [InlineData("other", "rest")]
    public void Switch_FirstCaseThatFits_ChoosesThePort(string value, string port)
    {
        var outcome = Succeed(
            "switch",
            $$$"""
            {"value":"{{{value}}}","default":"rest","cases":[
              {"equals":3,"port":"three"},{"equals":[1,{"a":2}],"port":"deep"},{"equals":null,"port":"none"},
              {"equals":"{{ input.name }}","port":"ada"},{"equals":"Ada","port":"late"}]}
            """
        );

        Assert.Equal(port, outcome.Port);
        Assert.Equal(port, outcome.Output.Element.GetProperty("port").GetString());
    }

    [Theory]
    [InlineData("{{ input.n > 2 }}", "large")]
    [InlineData("{{ input.n > 3 }}", "default")]
    public void Switch_When_IsJudgedByTruth(string when, string port) =>
        Assert.Equal(port, Succeed("switch", $$$"""{"cases":[{"when":"{{{when}}}","port":"large"}]}""").Port);

    [Theory]
    [InlineData(
        """{"cases":[{"when":true,"port":"a"},{"when":true,"port":"b"},{"when":1,"port":"a"}]}""",
        "a b default"
    )]
    [InlineData("""{"cases":[{"equals":1,"port":"a"}],"default":"z","value":"{{ x }}"}""", "a z")]
    [InlineData("""{"cases":"{{ input.cases }}"}""", "default")]
    [InlineData("""{"cases":[1,{"port":2}]}""", "default")]
    [InlineData("3", "default")]
    public void Switch_Ports_AreReadFromTheDocument(string with, string ports)
    {
        using var types = StepTypes.BuiltIn();
        Assert.True(types.TryFind("switch", out StepTypeDescriptor? type));

        Assert.Equal(ports, string.Join(' ', type.Ports(JsonElement.Parse(with))));
    }

    [Theory]
    [InlineData("object", """{"a":{"x":1,"y":[1]},"b":[2,3],"e":{"x":9}}""")]
    [InlineData("array", """[{"x":1,"y":[1]},[2,3],{"x":9}]""")]
    [InlineData("first", """{"x":1,"y":[1]}""")]
    [InlineData("concat", """[{"x":1,"y":[1]},2,3,{"x":9}]""")]
    [InlineData("assign", """{"x":9,"y":[1]}""")]
    public void Merge_EachMode_TakesOutputsOfPredecessorsThatSucceeded(string mode, string output) =>
        AssertJson(output, Merge($$"""{"mode":"{{mode}}"}"""));

    [Fact]
    public void Merge_WithoutMode_MakesAnObject() =>
        AssertJson("""{"a":{"x":1,"y":[1]},"b":[2,3],"e":{"x":9}}""", Merge("{}"));

    [Fact]
    public void Merge_NothingSucceeded_FirstIsNull() =>
        AssertJson("null", Succeed("merge", """{"mode":"first"}""").Output);

    [Theory]
    [InlineData("{}", """{"status":200,"headers":{},"body":null}""")]
    [InlineData(
        """{"status":"{{ 200 + 2 }}","headers":{"X-Name":"{{ input.name }}"},"body":{"n":"{{ input.n }}"}}""",
        """{"status":202,"headers":{"X-Name":"Ada"},"body":{"n":3}}"""
    )]
    public void Respond_Answer_HasAllMembers(string with, string output) =>
        AssertJson(output, Succeed("respond", with).Output);

    [Fact]
    public void Respond_StatusOutOfRange_IsInvalidInput()
    {
        var error = ErrorOf("respond", """{"status":"{{ 99 }}"}""");

        Assert.Equal(ErrorCodes.InputInvalid, error.Code);
        Assert.Equal("/status", error.Details!.Element.GetProperty("pointer").GetString());
        Assert.StartsWith("with/status ", error.Message, StringComparison.Ordinal);
        Assert.False(error.Retryable);
    }

    [Fact]
    public void Fail_WithCode_FailsWithIt()
    {
        var error = ErrorOf(
            "fail",
            """{"code":"Order.Empty","message":"No lines for {{ input.name }}","details":{"n":"{{ input.n }}"}}"""
        );

        Assert.Equal(("Order.Empty", "No lines for Ada", false), (error.Code, error.Message, error.Retryable));
        Assert.Equal(3, error.Details!.Element.GetProperty("n").GetInt32());
    }

    [Fact]
    public void Fail_WithoutCode_HasTheDefaultCode() =>
        Assert.Equal("Flow.Failed", ErrorOf("fail", """{"message":"No"}""").Code);

    [Theory]
    [InlineData("""{"status":"cancelled","output":"{{ input.n }}"}""", RunStatus.Cancelled, "3")]
    [InlineData("""{"output":{"a":1}}""", RunStatus.Succeeded, """{"a":1}""")]
    [InlineData("{}", RunStatus.Succeeded, "null")]
    public void Stop_Status_EndsTheRun(string with, RunStatus status, string output)
    {
        var ended = Assert.IsType<StepOutcome.RunEnded>(Execute("stop", with));

        Assert.Equal(status, ended.Status);
        AssertJson(output, ended.Output);
    }

    [Fact]
    public void Subflow_FirstExecution_Calls()
    {
        var calling = Assert.IsType<StepOutcome.Calling>(
            Execute("subflow", """{"flow":"send-invoice","input":{"n":"{{ input.n }}"}}""")
        );

        Assert.Equal("send-invoice", calling.FlowId);
        AssertJson("""{"n":3}""", calling.Input);
    }

    [Fact]
    public void Subflow_Called_GivesItsOutput() =>
        AssertJson("7", Succeed("subflow", """{"flow":"x"}""", new StepResume.Called(Payload.Parse("7"))).Output);

    [Fact]
    public void Subflow_NoSlug_IsInvalidInput() =>
        Assert.Equal(ErrorCodes.InputInvalid, ErrorOf("subflow", """{"flow":"{{ input.name }} !"}""").Code);

    private static Payload Merge(string with)
    {
        var request = Request("merge", with);
        request = request with
        {
            Step = request.Step with { Predecessors = ["a", "b", "c", "d", "e"] },
            Steps = new Dictionary<string, StepView>
            {
                ["e"] = Ended("""{"x":9}"""),
                ["b"] = Ended("[2,3]"),
                ["a"] = Ended("""{"x":1,"y":[1]}"""),
                ["c"] = new(StepStatus.Skipped, Output: null, Error: null),
            },
        };
        return Assert.IsType<StepOutcome.Succeeded>(Execute(request)).Output;

        static StepView Ended(string output) => new(StepStatus.Succeeded, Payload.Parse(output), Error: null);
    }
}
