using FlowFunctions.Runners.Calls;
using FlowFunctions.Runners.Tests.Machine;

namespace FlowFunctions.Runners.Tests.Scripts;

/// <summary>Scripts that take all they can get: each is ended, and says why.</summary>
public sealed class HostileScriptTests(RunnerFixture machine) : HostileScripts(machine)
{
    [Theory]
    [InlineData(ScriptRuntime.Python, "def main(input, context):\n  while True: pass")]
    [InlineData(ScriptRuntime.Node, "export default () => { for (;;); };")]
    [InlineData(ScriptRuntime.Bash, "while :; do :; done")]
    public async Task EndlessLoop_EndsAtTimeout(ScriptRuntime runtime, string text)
    {
        var failure = await FailAsync(runtime, text, new ScriptLimits { Timeout = TimeSpan.FromSeconds(1) });

        Assert.Equal(ScriptErrorCodes.Timeout, failure.Code);
        Assert.Contains("1 s", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task EndlessLoop_OfManyProcesses_EndsAtCpuTime()
    {
        var failure = await FailAsync(
            ScriptRuntime.Bash,
            "for i in 1 2 3 4; do (while :; do :; done) & done; wait",
            new ScriptLimits { Timeout = TimeSpan.FromMinutes(2), CpuTime = TimeSpan.FromSeconds(1) }
        );

        Assert.Equal(ScriptErrorCodes.Timeout, failure.Code);
        Assert.Contains("processor time", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sigterm_Ignored_EndsAtTimeout()
    {
        var failure = await FailAsync(
            ScriptRuntime.Bash,
            "trap '' TERM INT HUP; while :; do sleep 1; done",
            new ScriptLimits { Timeout = TimeSpan.FromSeconds(1) }
        );

        Assert.Equal(ScriptErrorCodes.Timeout, failure.Code);
    }

    [Fact]
    public async Task ForkBomb_DoesNotLeaveTheSandbox()
    {
        var before = Directory.GetDirectories("/proc").Length;
        var most = 0;
        var running = FailAsync(
            ScriptRuntime.Bash,
            "bomb() { bomb | bomb & }; bomb; while :; do sleep 1; done",
            new ScriptLimits { Timeout = TimeSpan.FromSeconds(2), Processes = 30 }
        );
        while (!running.IsCompleted)
        {
            most = Math.Max(most, Leftovers.Processes(Mark).Count);
            await Task.WhenAny(running, Task.Delay(50));
        }

        Assert.Equal(ScriptErrorCodes.Timeout, (await running).Code);
        Assert.InRange(most, 2, 40);
        Assert.True(before > 0);
    }

    [Theory]
    [InlineData(
        ScriptRuntime.Python,
        "def main(input, context):\n  a = []\n  while True: a.append(bytearray(10_000_000))"
    )]
    [InlineData(
        ScriptRuntime.Node,
        "export default () => { const a = []; for (;;) a.push(Buffer.alloc(10_000_000, 1)); };"
    )]
    [InlineData(
        ScriptRuntime.Node,
        "export default () => { const a = []; for (;;) a.push({ a: [1, 2, 3], b: {} }); };"
    )]
    [InlineData(ScriptRuntime.Bash, "a=x; while :; do a=$a$a; done")]
    [InlineData(
        ScriptRuntime.Bash,
        "head -c 1G /dev/zero > /tmp/a & head -c 1G /dev/zero > /tmp/b & head -c 1G /dev/zero > /tmp/c; sleep 60"
    )]
    [InlineData(
        ScriptRuntime.Bash,
        "for i in 1 2 3 4; do python3 -c 'import time; a = b\"x\" * 60_000_000; time.sleep(60)' & done; wait"
    )]
    public async Task MemoryBomb_EndsAtMemory(ScriptRuntime runtime, string text)
    {
        var failure = await FailAsync(
            runtime,
            text,
            new ScriptLimits { MemoryBytes = 160 * 1024 * 1024, Timeout = TimeSpan.FromSeconds(50) }
        );

        Assert.Equal(ScriptErrorCodes.Memory, failure.Code);
    }

    [Fact]
    public async Task LargeFile_EndsAtFileLimit()
    {
        var failure = await FailAsync(
            ScriptRuntime.Bash,
            "head -c 3000000 /dev/zero > /tmp/large || exit 9",
            new ScriptLimits { FileBytes = 1_000_000 }
        );

        Assert.Equal((ScriptErrorCodes.ExitCode, 9), (failure.Code, failure.ExitCode!.Value));
    }

    [Theory]
    [InlineData(
        ScriptRuntime.Python,
        "import subprocess\ndef main(input, context): subprocess.Popen(['sleep', '1000'], start_new_session=True)"
    )]
    [InlineData(
        ScriptRuntime.Node,
        "import { spawn } from 'node:child_process';\nexport default () => { spawn('sleep', ['1000'], { detached: true }).unref(); };"
    )]
    [InlineData(ScriptRuntime.Bash, "(setsid sleep 1000 &) ; nohup sleep 1000 >/dev/null 2>&1 &")]
    public async Task BackgroundProcess_EndsWithTheCall(ScriptRuntime runtime, string text)
    {
        Assert.Equal("null", await SucceedAsync(runtime, text));
        Assert.Empty(Leftovers.Processes(Mark));
    }

    [Fact]
    public async Task BackgroundProcess_OfAScriptThatCrashes_EndsWithIt()
    {
        var failure = await FailAsync(
            ScriptRuntime.Python,
            "import os, subprocess\ndef main(input, context):\n  subprocess.Popen(['sleep', '1000'])\n  os._exit(4)"
        );

        Assert.Equal(4, failure.ExitCode);
        Assert.Empty(Leftovers.Processes(Mark));
    }

    [Fact]
    public async Task Cancel_EndsTheScript()
    {
        using var cancel = new CancellationTokenSource();
        using var script = Script.Bash("echo started; sleep 1000");
        var running = Machine.Runner.RunAsync(Marked(script.Call()), cancel.Token);
        while (script.Log.Lines.Count == 0)
        {
            await Task.WhenAny(running, Task.Delay(5));
        }

        await cancel.CancelAsync();

        Assert.Equal(ScriptErrorCodes.Cancelled, (await running).Failure().Code);
    }
}
