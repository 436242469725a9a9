using FlowFunctions.Engine.Payloads;
using FlowFunctions.Engine.Steps;
using static FlowFunctions.Steps.Tests.StepBench;

namespace FlowFunctions.Steps.Tests;

public sealed class LoopTests
{
    [Fact]
    public void Foreach_Array_Iterates()
    {
        var iterating = Assert.IsType<StepOutcome.Iterating>(
            Execute("foreach", """{"items":"{{ input.list }}","concurrency":2,"onItemFailure":"collect"}""")
        );

        Assert.Equal(
            (3, 2, ItemFailureMode.Collect),
            (iterating.Count, iterating.Concurrency, iterating.OnItemFailure)
        );
        AssertJson("[1,2,3]", iterating.Items);
    }

    [Fact]
    public void Foreach_OnlyItems_HasDefaults()
    {
        var iterating = Assert.IsType<StepOutcome.Iterating>(Execute("foreach", """{"items":[1]}"""));

        Assert.Equal((10, ItemFailureMode.Stop), (iterating.Concurrency, iterating.OnItemFailure));
    }

    [Fact]
    public void Foreach_Object_IteratesOverEntries()
    {
        var iterating = Assert.IsType<StepOutcome.Iterating>(Execute("foreach", """{"items":{"a":1,"b":[2]}}"""));

        Assert.Equal(2, iterating.Count);
        AssertJson("""[{"key":"a","value":1},{"key":"b","value":[2]}]""", iterating.Items);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{}")]
    public void Foreach_Nothing_SucceedsAtOnce(string items) =>
        AssertJson("[]", Succeed("foreach", $$"""{"items":{{items}}}""").Output);

    [Theory]
    [InlineData("""{"items":"{{ input.n }}"}""", "/items")]
    [InlineData("""{"items":"{{ input.missing }}"}""", "")]
    [InlineData("""{"items":["{{ 1 }}"],"concurrency":0}""", "/concurrency")]
    [InlineData("""{"items":["{{ 1 }}"],"onItemFailure":"ignore"}""", "/onItemFailure")]
    public void Foreach_WrongInput_IsRefusedWithItsPlace(string with, string pointer)
    {
        var error = ErrorOf("foreach", with);

        Assert.Equal(ErrorCodes.InputInvalid, error.Code);
        Assert.Equal(pointer, error.Details!.Element.GetProperty("pointer").GetString());
    }

    [Fact]
    public void Foreach_TooManyItems_SaysTheLimit()
    {
        var items = string.Join(',', Enumerable.Repeat("0", 100_001));

        Assert.Contains("100000", ErrorOf("foreach", $$"""{"items":[{{items}}]}""").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Foreach_StopMode_GivesOutputsInOrder() =>
        AssertJson("""[1,null,{"a":2}]""", Iterated(ItemFailureMode.Stop, chunked: false, "1", "null", """{"a":2}"""));

    [Fact]
    public void Foreach_CollectMode_TellsWhichFailed()
    {
        var error = new StepError
        {
            Code = "Http.500",
            Message = "No",
            Step = "loop[1]/fetch",
            Attempt = 3,
        };
        var results = new IterationResult[] { new(Payload.Parse("1"), Error: null), new(Output: null, error) };

        AssertJson(
            """
            [{"status":"Succeeded","output":1},
             {"status":"Failed","error":
               {"code":"Http.500","message":"No","step":"loop[1]/fetch","attempt":3,"details":null}}]
            """,
            Succeed(
                "foreach",
                """{"items":[]}""",
                new StepResume.Iterated(results, ItemFailureMode.Collect, Chunked: false)
            ).Output
        );
    }

    [Theory]
    [InlineData(ItemFailureMode.Stop)]
    [InlineData(ItemFailureMode.Collect)]
    public void Foreach_Chunks_AreJoined(ItemFailureMode mode) =>
        AssertJson("[1,2,[3]]", Iterated(mode, chunked: true, "[1,2]", "[]", "[[3]]"));

    [Theory]
    [InlineData("""{"while":"{{ index < 2 }}","initial":"{{ input.n }}"}""", "3")]
    [InlineData("""{"while":"{{ item == null }}"}""", "null")]
    [InlineData("""{"maxIterations":1}""", "null")]
    [InlineData("{}", "null")]
    public void Repeat_FirstExecution_StartsFromTheInitialValue(string with, string item) =>
        AssertJson(item, Assert.IsType<StepOutcome.Repeating>(Execute("repeat", with)).Item);

    [Fact]
    public void Repeat_ConditionHolds_GoesOnWithTheLastOutput() =>
        AssertJson(
            """{"next":2}""",
            Assert
                .IsType<StepOutcome.Repeating>(
                    Execute(
                        "repeat",
                        """{"while":"{{ item.next === 2 && index === 4 }}"}""",
                        Repeated(4, """{"next":2}""")
                    )
                )
                .Item
        );

    [Theory]
    [InlineData("""{"while":"{{ item.next != null }}"}""", 5)]
    [InlineData("""{"while":"{{ input.missing }}"}""", 5)]
    [InlineData("""{"maxIterations":3}""", 3)]
    [InlineData("""{"while":"{{ index < 3 }}","maxIterations":3}""", 3)]
    public void Repeat_ConditionFails_Succeeds(string with, int iterations) =>
        AssertJson(
            $$$"""{"iterations":{{{iterations}}},"last":{"next":null}}""",
            Succeed("repeat", with, Repeated(iterations, """{"next":null}""")).Output
        );

    [Fact]
    public void Repeat_NoIteration_GivesTheInitialValue() =>
        AssertJson(
            """{"iterations":0,"last":{"a":1}}""",
            Succeed("repeat", """{"while":false,"initial":{"a":1}}""").Output
        );

    [Fact]
    public void Repeat_HoldsAfterTheMostIterations_Fails()
    {
        var error = ErrorOf("repeat", """{"while":"{{ true }}","maxIterations":3}""", Repeated(3, "null"));

        Assert.Equal((ErrorCodes.LoopMaxIterations, false), (error.Code, error.Retryable));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("10001")]
    [InlineData("\"{{ 2.5 }}\"")]
    [InlineData("\"{{ input.name }}\"")]
    [InlineData("\"{{ input.missing }}\"")]
    public void Repeat_WrongMostIterations_IsInvalidInput(string max) =>
        Assert.Equal(ErrorCodes.InputInvalid, ErrorOf("repeat", $$"""{"maxIterations":{{max}}}""").Code);

    [Fact]
    public void Repeat_InALoop_InitialSeesTheOuterItemAndWhileItsOwn()
    {
        var request = Request(
            "repeat",
            """{"initial":"{{ item + index }}","while":"{{ index === 0 && item === 15 }}"}"""
        ) with
        {
            Item = Payload.Parse("10"),
            Index = 5,
            Items = Payload.Parse("[10]"),
        };

        AssertJson("15", Assert.IsType<StepOutcome.Repeating>(Execute(request)).Item);
    }

    private static StepResume.Repeated Repeated(int iterations, string last) => new(iterations, Payload.Parse(last));

    private static Payload Iterated(ItemFailureMode mode, bool chunked, params string[] outputs) =>
        Succeed(
            "foreach",
            """{"items":[]}""",
            new StepResume.Iterated(
                [.. outputs.Select(output => new IterationResult(Payload.Parse(output), Error: null))],
                mode,
                chunked
            )
        ).Output;
}
