using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using FlowFunctions.Runners.Calls;
using FlowFunctions.Runners.Tests.Machine;

namespace FlowFunctions.Runners.Tests.Scripts;

/// <summary>Scripts that try to harm: each is ended, says why, and leaves nothing behind.</summary>
[Collection(RunnerGroup.Name)]
public sealed class HostileScriptTests(RunnerFixture machine) : IAsyncLifetime
{
    private readonly string _mark = $"mark{Guid.NewGuid():N}";

    public Task InitializeAsync() => Task.CompletedTask;

    // The mark is in the environment of every process of the script.
    public Task DisposeAsync()
    {
        Assert.Empty(Leftovers.Processes(_mark));
        Assert.Empty(Leftovers.Mounts("flow-runner-tests"));
        return Task.CompletedTask;
    }

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
            most = Math.Max(most, Leftovers.Processes(_mark).Count);
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

    [Fact]
    public async Task EtcShadow_CannotBeRead()
    {
        var failure = await FailAsync(
            ScriptRuntime.Python,
            "def main(input, context): return open('/etc/shadow').read()"
        );

        Assert.Equal("FileNotFoundError", failure.Type);
    }

    [Fact]
    public async Task FilesOfTheMachine_AreNotThere()
    {
        var seen = await SucceedAsync(
            ScriptRuntime.Bash,
            """ls -A / /etc /home /root /var /proc/1/root/ 2>/dev/null | tr '\n' ' ' > $FLOW_OUTPUT"""
        );

        Assert.DoesNotContain("root:", seen, StringComparison.Ordinal);
        Assert.DoesNotContain("home", seen, StringComparison.Ordinal);
        Assert.DoesNotContain("shadow", seen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FilesOfAnotherRun_CannotBeRead()
    {
        using var other = Script.Bash("sleep 2").With("other.txt", "of another run");
        var running = machine.Runner.RunAsync(other.Call());

        var found = await SucceedAsync(
            ScriptRuntime.Bash,
            """find / -name other.txt 2>/dev/null > $FLOW_OUTPUT; ls /proc | grep -c '^[0-9]' >> $FLOW_OUTPUT"""
        );

        Assert.DoesNotContain("other.txt", found, StringComparison.Ordinal);
        await running;
    }

    [Theory]
    [InlineData("169.254.169.254", 80)]
    [InlineData("1.1.1.1", 53)]
    public async Task Network_CannotBeReached(string address, int port)
    {
        var failure = await FailAsync(
            ScriptRuntime.Python,
            $"import socket\ndef main(input, context): socket.create_connection(('{address}', {port}), 5)"
        );

        Assert.Equal("OSError", failure.Type);
        Assert.Contains("unreachable", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Loopback_OfTheMachine_CannotBeReached()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();

        var failure = await FailAsync(
            ScriptRuntime.Python,
            $"import socket\ndef main(input, context): socket.create_connection(('127.0.0.1', {((IPEndPoint)listener.LocalEndpoint).Port}), 5)"
        );

        Assert.Equal("ConnectionRefusedError", failure.Type);
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
        Assert.Empty(Leftovers.Processes(_mark));
    }

    [Fact]
    public async Task BackgroundProcess_OfAScriptThatCrashes_EndsWithIt()
    {
        var failure = await FailAsync(
            ScriptRuntime.Python,
            "import os, subprocess\ndef main(input, context):\n  subprocess.Popen(['sleep', '1000'])\n  os._exit(4)"
        );

        Assert.Equal(4, failure.ExitCode);
        Assert.Empty(Leftovers.Processes(_mark));
    }

    [Fact]
    public async Task WorkFolder_CannotBeChanged()
    {
        var failure = await FailAsync(ScriptRuntime.Python, "def main(input, context): open('/work/main.py', 'w')");

        Assert.Contains("Read-only", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/x")]
    [InlineData("/dev/x")]
    [InlineData("/usr/x")]
    [InlineData("/etc/x")]
    [InlineData("/flow/x")]
    public async Task Root_CannotBeWritten(string path)
    {
        var failure = await FailAsync(ScriptRuntime.Python, $"def main(input, context): open('{path}', 'w')");

        Assert.Equal("OSError", failure.Type);
    }

    [Fact]
    public async Task Cancel_EndsTheScript()
    {
        using var cancel = new CancellationTokenSource();
        using var script = Script.Bash("echo started; sleep 1000");
        var running = machine.Runner.RunAsync(Marked(script.Call()), cancel.Token);
        while (script.Log.Lines.Count == 0)
        {
            await Task.WhenAny(running, Task.Delay(5));
        }

        await cancel.CancelAsync();

        Assert.Equal(ScriptErrorCodes.Cancelled, (await running).Failure().Code);
    }

    [Fact]
    public async Task Environment_HasNothingOfTheApp()
    {
        Environment.SetEnvironmentVariable("FLOW_TEST_OF_THE_APP", "secret of the app");

        var seen = await SucceedAsync(
            ScriptRuntime.Bash,
            "cat /proc/*/environ | tr '\\0\\n' '  ' > $FLOW_OUTPUT; id >> $FLOW_OUTPUT"
        );

        Assert.DoesNotContain("secret of the app", seen, StringComparison.Ordinal);
        Assert.Contains("uid=1000(script)", seen, StringComparison.Ordinal);
    }

    private async Task<ScriptResult.Failed> FailAsync(ScriptRuntime runtime, string text, ScriptLimits? limits = null)
    {
        using var script = Script.Of(runtime, text);
        var began = Stopwatch.GetTimestamp();
        var result = await machine.Runner.RunAsync(
            Marked(script.Call()) with
            {
                Limits = limits ?? new ScriptLimits(),
            }
        );
        Assert.True(Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(40));
        return result.Failure();
    }

    private async Task<string> SucceedAsync(ScriptRuntime runtime, string text)
    {
        using var script = Script.Of(runtime, text);
        return (await machine.Runner.RunAsync(Marked(script.Call()))).Output();
    }

    private ScriptCall Marked(ScriptCall call) =>
        call with
        {
            Variables = new Dictionary<string, string> { ["MARK"] = _mark },
        };
}
