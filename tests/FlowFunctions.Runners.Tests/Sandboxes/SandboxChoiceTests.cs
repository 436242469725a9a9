using FlowFunctions.Runners.Calls;
using FlowFunctions.Runners.Sandboxes.Bubblewrap;
using FlowFunctions.Runners.Tests.Machine;

namespace FlowFunctions.Runners.Tests.Sandboxes;

/// <summary>Which sandbox is used, and what is said where there is none.</summary>
public sealed class SandboxChoiceTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("flow-choice-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task NoSandbox_NotAllowed_RefusesEveryCall()
    {
        await using var runner = await StartAsync(new RunnerOptions { Sandbox = SandboxKind.None });
        using var script = Script.Python("def main(input, context): pass");

        var failure = (await runner.RunAsync(script.Call())).Failure();

        Assert.Equal(ScriptErrorCodes.NoSandbox, failure.Code);
        Assert.Contains("Runners__AllowUnsandboxed", failure.Message, StringComparison.Ordinal);
        Assert.Equal(failure.Message, runner.Outage);
    }

    [Theory]
    [InlineData("/nowhere/python3")]
    [InlineData("/usr/bin/env")]
    public async Task RuntimeMissing_SaysHowToGetIt(string path)
    {
        await using var runner = await StartAsync(Unsandboxed with { PythonPath = path });
        using var script = Script.Python("def main(input, context): pass");

        var failure = (await runner.RunAsync(script.Call())).Failure();

        Assert.Equal(ScriptErrorCodes.NoRuntime, failure.Code);
        Assert.Contains("apt-get install python3", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void BubblewrapMissing_SaysHowToGetIt()
    {
        Assert.Null(BubblewrapPrograms.Find("/nowhere", out var missing));
        Assert.Contains("apt-get install bubblewrap", missing, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        ScriptRuntime.Python,
        "import os\ndef main(input, context):\n  print('hi')\n  return [input, os.environ.get('FLOW_TEST')]"
    )]
    [InlineData(
        ScriptRuntime.Node,
        "export default (input) => { console.log('hi'); return [input, process.env.FLOW_TEST ?? null]; };"
    )]
    [InlineData(
        ScriptRuntime.Bash,
        "echo hi; sleep 1000 & printf '[%s,%s]' \"$(cat)\" \"${FLOW_TEST-null}\" > $FLOW_OUTPUT"
    )]
    public async Task Unsandboxed_Allowed_RunsWithACleanEnvironment(ScriptRuntime runtime, string text)
    {
        Environment.SetEnvironmentVariable("FLOW_TEST", "of the app");
        await using var runner = await StartAsync(Unsandboxed);
        using var script = Script.Of(runtime, text);

        Assert.Equal("[1,null]", (await runner.RunAsync(script.Call("1"))).Output());

        Assert.Equal(["hi"], script.Log.Texts);
    }

    [Fact]
    public async Task Unsandboxed_Timeout_EndsTheWholeGroup()
    {
        await using var runner = await StartAsync(Unsandboxed);
        var mark = Guid.NewGuid().ToString("N");
        using var script = Script.Bash("trap '' TERM; sleep 1000 & sleep 1000");
        var call = script.Call() with
        {
            Variables = new Dictionary<string, string> { ["MARK"] = mark },
            Limits = new ScriptLimits { Timeout = TimeSpan.FromSeconds(1) },
        };

        Assert.Equal(ScriptErrorCodes.Timeout, (await runner.RunAsync(call)).Failure().Code);

        Assert.Empty(Leftovers.Processes(mark));
    }

    [Fact]
    public async Task Unsandboxed_MemoryBomb_EndsAtMemory()
    {
        await using var runner = await StartAsync(Unsandboxed);
        using var script = Script.Python(
            "def main(input, context):\n  a = []\n  while True: a.append(bytearray(10_000_000))"
        );
        var call = script.Call() with { Limits = new ScriptLimits { MemoryBytes = 160 * 1024 * 1024 } };

        Assert.Equal(ScriptErrorCodes.Memory, (await runner.RunAsync(call)).Failure().Code);
    }

    private static RunnerOptions Unsandboxed => new() { Sandbox = SandboxKind.None, AllowUnsandboxed = true };

    private Task<ScriptRunner> StartAsync(RunnerOptions options) =>
        ScriptRunner.StartAsync(options with { Folder = _folder }, TimeProvider.System);
}
