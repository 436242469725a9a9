using FlowFunctions.Runners.Calls;
using FlowFunctions.Runners.Tests.Machine;

namespace FlowFunctions.Runners.Tests.Scripts;

/// <summary>Scripts that do not keep the contract.</summary>
[Collection(RunnerGroup.Name)]
public sealed class BadScriptTests(RunnerFixture machine)
{
    [Fact]
    public async Task Python_Exception_HasTypeMessageAndOwnLines()
    {
        using var script = Script
            .Python("import helper\n\ndef main(input, context):\n    return helper.price(input)")
            .With("helper.py", "def price(order):\n    return order['price']");

        var failure = (await machine.Runner.RunAsync(script.Call("{}"))).Failure();

        Assert.Equal(
            (ScriptErrorCodes.Exception, "KeyError", "'price'"),
            (failure.Code, failure.Type, failure.Message)
        );
        Assert.Equal([new ScriptFrame("main.py", 4, "main"), new ScriptFrame("helper.py", 2, "price")], failure.Stack);
        Assert.True(failure.Retryable);
    }

    [Fact]
    public async Task Node_Exception_HasTypeMessageAndOwnLines()
    {
        using var script = Script
            .Node(
                "import { price } from './lib/helper.mjs';\nexport default async function main(input) {\n  return price(input);\n}"
            )
            .With("lib/helper.mjs", "export function price(order) {\n  throw new TypeError('no price');\n}");

        var failure = (await machine.Runner.RunAsync(script.Call("{}"))).Failure();

        Assert.Equal(
            (ScriptErrorCodes.Exception, "TypeError", "no price"),
            (failure.Code, failure.Type, failure.Message)
        );
        Assert.Equal(
            [new ScriptFrame("main.mjs", 3, "main"), new ScriptFrame("lib/helper.mjs", 2, "price")],
            failure.Stack
        );
    }

    [Fact]
    public async Task Node_ErrorThrownByTimer_IsException()
    {
        using var script = Script.Node(
            "export default () => new Promise(() => setTimeout(() => { throw new Error('late'); }, 1));"
        );

        var failure = (await machine.Runner.RunAsync(script.Call())).Failure();

        Assert.Equal((ScriptErrorCodes.Exception, "late"), (failure.Code, failure.Message));
    }

    [Theory]
    [InlineData(ScriptRuntime.Python, "def main(input, context)\n    return 1")]
    [InlineData(ScriptRuntime.Node, "export default (input) => {\n  return 1 +;\n}")]
    [InlineData(ScriptRuntime.Bash, "if true; then\necho hi\n")]
    public async Task Script_SyntaxError_IsSyntax(ScriptRuntime runtime, string text)
    {
        using var script = Script.Of(runtime, text);

        var failure = (await machine.Runner.RunAsync(script.Call())).Failure();

        Assert.Equal(ScriptErrorCodes.Syntax, failure.Code);
        Assert.Contains("line", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ScriptRuntime.Python, "value = 1")]
    [InlineData(ScriptRuntime.Node, "export const value = 1;")]
    public async Task Script_WithoutHandler_IsHandlerMissing(ScriptRuntime runtime, string text)
    {
        using var script = Script.Of(runtime, text);

        Assert.Equal(ScriptErrorCodes.HandlerMissing, (await machine.Runner.RunAsync(script.Call())).Failure().Code);
    }

    [Theory]
    [InlineData("missing.py")]
    [InlineData("../main.py")]
    [InlineData("/etc/passwd")]
    [InlineData("")]
    public async Task Script_FileNotInFolder_IsFileMissing(string entry)
    {
        using var script = Script.Python("def main(input, context): pass");

        var failure = (await machine.Runner.RunAsync(script.Call() with { Entry = entry })).Failure();

        Assert.Equal(ScriptErrorCodes.FileMissing, failure.Code);
    }

    [Theory]
    [InlineData(ScriptRuntime.Python, "def main(input, context): return float('nan')")]
    [InlineData(ScriptRuntime.Python, "def main(input, context): return {'f': main}")]
    [InlineData(ScriptRuntime.Python, "def main(input, context):\n  a = []\n  a.append(a)\n  return a")]
    [InlineData(ScriptRuntime.Python, "def main(input, context): return '\\ud800'")]
    [InlineData(ScriptRuntime.Node, "export default () => ({ a: NaN });")]
    [InlineData(ScriptRuntime.Node, "export default () => ({ a: () => 1 });")]
    [InlineData(ScriptRuntime.Node, "export default () => { const a = {}; a.a = a; return a; };")]
    [InlineData(ScriptRuntime.Node, "export default () => 10n;")]
    public async Task Script_ResultThatIsNoJson_IsOutputInvalid(ScriptRuntime runtime, string text)
    {
        using var script = Script.Of(runtime, text);

        Assert.Equal(ScriptErrorCodes.OutputInvalid, (await machine.Runner.RunAsync(script.Call())).Failure().Code);
    }

    [Theory]
    [InlineData(ScriptRuntime.Python, "def main(input, context): return 'x' * 2000")]
    [InlineData(ScriptRuntime.Node, "export default () => 'x'.repeat(2000);")]
    [InlineData(ScriptRuntime.Bash, "head -c 2000 /dev/zero | tr '\\0' x > $FLOW_OUTPUT")]
    public async Task Script_LargeResult_IsOutputTooLarge(ScriptRuntime runtime, string text)
    {
        using var script = Script.Of(runtime, text);
        var call = script.Call() with { Limits = new ScriptLimits { OutputBytes = 1000 } };

        var failure = (await machine.Runner.RunAsync(call)).Failure();

        Assert.Equal(ScriptErrorCodes.OutputTooLarge, failure.Code);
        Assert.Contains("1,000", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ScriptRuntime.Python, "import sys\ndef main(input, context): sys.exit(3)")]
    [InlineData(ScriptRuntime.Python, "import os\ndef main(input, context): os._exit(3)")]
    [InlineData(ScriptRuntime.Node, "export default () => process.exit(3);")]
    [InlineData(ScriptRuntime.Node, "export default () => process.reallyExit(3);")]
    [InlineData(ScriptRuntime.Bash, "exit 3")]
    public async Task Script_ExitCode_IsToldWithTheCode(ScriptRuntime runtime, string text)
    {
        using var script = Script.Of(runtime, text);

        var failure = (await machine.Runner.RunAsync(script.Call())).Failure();

        Assert.Equal((ScriptErrorCodes.ExitCode, 3), (failure.Code, failure.ExitCode!.Value));
    }

    [Theory]
    [InlineData(ScriptRuntime.Python, "import os\ndef main(input, context): os.abort()")]
    [InlineData(ScriptRuntime.Node, "export default () => process.abort();")]
    public async Task Script_Crash_IsKilled(ScriptRuntime runtime, string text)
    {
        using var script = Script.Of(runtime, text);

        var failure = (await machine.Runner.RunAsync(script.Call())).Failure();

        Assert.Equal(ScriptErrorCodes.Killed, failure.Code);
        Assert.Contains("SIGABRT", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ScriptRuntime.Python, "def main(input, context): return main(input, context)", "RecursionError")]
    [InlineData(ScriptRuntime.Node, "export default function main() { return main() + 1; }", "RangeError")]
    public async Task Script_DeepRecursion_IsException(ScriptRuntime runtime, string text, string type)
    {
        using var script = Script.Of(runtime, text);

        var failure = (await machine.Runner.RunAsync(script.Call())).Failure();

        Assert.Equal((ScriptErrorCodes.Exception, type), (failure.Code, failure.Type));
        Assert.True(failure.Stack.Count <= 100);
    }

    [Theory]
    [InlineData("FLOW_INPUT_FILE")]
    [InlineData("LD_PRELOAD")]
    [InlineData("PATH")]
    [InlineData("NODE_OPTIONS")]
    [InlineData("a b")]
    [InlineData("1A")]
    public async Task Call_VariableOfTheRunner_IsBadCall(string name)
    {
        using var script = Script.Python("def main(input, context): pass");
        var call = script.Call() with { Variables = new Dictionary<string, string> { [name] = "x" } };

        Assert.Equal(ScriptErrorCodes.BadCall, (await machine.Runner.RunAsync(call)).Failure().Code);
    }
}
