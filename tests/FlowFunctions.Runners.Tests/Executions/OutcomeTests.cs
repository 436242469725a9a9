using System.Text;
using FlowFunctions.Runners.Calls;
using FlowFunctions.Runners.Executions;
using FlowFunctions.Runners.Tests.Machine;

namespace FlowFunctions.Runners.Tests.Executions;

public sealed class OutcomeTests
{
    private const string Good = """{"code":"Script.Exception","message":"m","type":"T","stack":[]}""";

    [Theory]
    [InlineData("""["\ud800"]""", """["\ufffd"]""")]
    [InlineData("""["\uDC00\ud800x"]""", """["\ufffd\ufffdx"]""")]
    [InlineData("""["\ud800\ud83d\ude00"]""", """["\ufffd\ud83d\ude00"]""")]
    [InlineData("""["\\ud800","\\\ud800"]""", """["\\ud800","\\\ufffd"]""")]
    [InlineData("""{"\ud800":"\""}""", """{"\ufffd":"\""}""")]
    [InlineData("""["\ud83d\ude00","é","\u0041"]""", """["\ud83d\ude00","é","\u0041"]""")]
    public void Of_OutputWithHalfCharacters_CanBeRead(string output, string expected) =>
        Assert.Equal(expected, Of(AnswerKind.Output, Encoding.UTF8.GetBytes(output)).Output());

    [Fact]
    public void Of_OutputWithBytesThatAreNoUnicode_CanBeRead() =>
        Assert.Equal("\"a\ufffdb\"", Of(AnswerKind.Output, [.. "\"a"u8, 0xff, .. "b\""u8]).Output());

    [Fact]
    public void Of_OutputThatMendingMakesTooLarge_IsTooLarge()
    {
        using var script = Script.Bash("");
        var call = script.Call() with { Limits = new ScriptLimits { OutputBytes = 8 } };
        var result = Outcome.Of(call, new(AnswerKind.Output, new byte[] { 34, 255, 255, 255, 34 }), false);

        Assert.Equal(ScriptErrorCodes.OutputTooLarge, result.Failure().Code);
    }

    [Fact]
    public void Of_ErrorWithHalfCharacters_IsTold()
    {
        var json =
            """{"code":"Script.Exception","message":"a\udcffb","type":"T\ud800","stack":[{"file":"\ud800","line":1,"function":"\udc00"}]}""";
        var failure = Of(AnswerKind.Error, Encoding.UTF8.GetBytes(json)).Failure();

        Assert.Equal(
            (ScriptErrorCodes.Exception, "a\ufffdb", "T\ufffd"),
            (failure.Code, failure.Message, failure.Type)
        );
        Assert.Equal([new ScriptFrame("\ufffd", 1, "\ufffd")], failure.Stack);
    }

    [Theory]
    [InlineData("\"type\":\"T\",", "")]
    [InlineData("\"T\"", "5")]
    [InlineData("\"T\"", "null")]
    public void Of_ErrorWithoutAType_IsTold(string part, string other)
    {
        var json = Good.Replace(part, other, StringComparison.Ordinal);
        var failure = Of(AnswerKind.Error, Encoding.UTF8.GetBytes(json)).Failure();

        Assert.Equal((ScriptErrorCodes.Exception, "m", null), (failure.Code, failure.Message, failure.Type));
    }

    [Theory]
    [InlineData("\"Script.Exception\"", "null")]
    [InlineData("\"Script.Exception\"", "7")]
    [InlineData("Script.Exception", "Runner.Busy")]
    [InlineData("Script.Exception", "My.Own")]
    [InlineData("\"m\"", "null")]
    [InlineData("\"m\"", "{}")]
    [InlineData("[]", "[1]")]
    [InlineData("[]", "null")]
    [InlineData("[]", """[{"file":"a","line":1.5,"function":null}]""")]
    [InlineData("[]", """[{"file":"a","line":99999999999,"function":null}]""")]
    [InlineData("[]", """[{"file":null,"line":1,"function":null}]""")]
    [InlineData("}", "")]
    public void Of_ErrorThatNoStarterWrites_IsTheRunnersFailure(string part, string other)
    {
        var json = Good.Replace(part, other, StringComparison.Ordinal);

        Assert.Equal(ScriptErrorCodes.RunnerFailed, Of(AnswerKind.Error, Encoding.UTF8.GetBytes(json)).Failure().Code);
    }

    private static ScriptResult Of(AnswerKind kind, byte[] data)
    {
        using var script = Script.Bash("");
        return Outcome.Of(script.Call(), new(kind, data), isOutOfMemory: false);
    }
}

/// <summary>Halves of characters, from real runtimes.</summary>
[Collection(RunnerGroup.Name)]
public sealed class HalfCharacterTests(RunnerFixture machine)
{
    [Fact]
    public async Task Python_ExceptionWithHalfACharacter_IsTold()
    {
        using var script = Script.Python("def main(input, context):\n    raise ValueError('a\\udcffb')");
        var failure = (await machine.Runner.RunAsync(script.Call())).Failure();

        Assert.Equal((ScriptErrorCodes.Exception, "a\ufffdb"), (failure.Code, failure.Message));
    }

    [Fact]
    public async Task Node_HalfACharacter_IsReplacedInErrorsAndOutputs()
    {
        using var failing = Script.Node("export default () => { throw new Error('abc😀'.slice(0, 4)); };");
        using var giving = Script.Node("export default () => 'abc😀'.slice(0, 4);");

        var failure = (await machine.Runner.RunAsync(failing.Call())).Failure();
        Assert.Equal((ScriptErrorCodes.Exception, "abc\ufffd"), (failure.Code, failure.Message));
        Assert.Equal("\"abc\\ufffd\"", (await machine.Runner.RunAsync(giving.Call())).Output());
    }

    [Fact]
    public async Task Bash_HalfACharacter_IsReplaced()
    {
        using var script = Script.Bash("""echo '"\ud800"' > "$FLOW_OUTPUT" """);

        Assert.Equal("\"\\ufffd\"", (await machine.Runner.RunAsync(script.Call())).Output());
    }
}
