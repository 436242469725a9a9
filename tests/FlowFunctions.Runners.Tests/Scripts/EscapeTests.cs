using System.Diagnostics;
using FlowFunctions.Runners.Calls;
using FlowFunctions.Runners.Tests.Machine;
using Microsoft.Win32.SafeHandles;

namespace FlowFunctions.Runners.Tests.Scripts;

/// <summary>Ways around the limits that a reviewer has found; each is closed.</summary>
[Collection(RunnerGroup.Name)]
public sealed class EscapeTests(RunnerFixture fixture)
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);

    [Theory]
    [InlineData("import os\ndef main(input, context):\n  os.write(3, b'Z00000000003abc')\n  return 1")]
    [InlineData("import os, time\ndef main(input, context):\n  os.close(3)\n  time.sleep(600)")]
    public async Task Connection_BrokenByTheScript_EndsTheCall(string text)
    {
        using var script = Script.Python(text);
        var began = Stopwatch.GetTimestamp();

        var failure = (await fixture.Runner.RunAsync(script.Call())).Failure();

        Assert.NotEqual(ScriptErrorCodes.RunnerFailed, failure.Code);
        Assert.InRange(Stopwatch.GetElapsedTime(began), TimeSpan.Zero, Soon);
    }

    [Fact]
    public async Task SharedAnonymousMemory_WhichNoLimitSees_IsRefused()
    {
        using var script = Script.Python(
            """
            import mmap
            def main(input, context):
              tried = []
              for open_it in (lambda: mmap.mmap(-1, 1 << 20), lambda: mmap.mmap(open("/dev/zero", "r+b").fileno(), 1 << 20)):
                try:
                  open_it()
                  tried.append("mapped")
                except (OSError, ValueError) as error:
                  tried.append("refused")
              private = mmap.mmap(-1, 1 << 20, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
              return tried + [len(private), len(open("/dev/zero", "rb").read(5))]
            """
        );

        Assert.Equal("""["refused","refused",1048576,5]""", (await fixture.Runner.RunAsync(script.Call())).Output());
    }

    [Fact]
    public async Task SocketBuffers_AskedToBeLarger_StayAsTheyAre()
    {
        using var script = Script.Python(
            """
            import socket
            def main(input, context):
              a, b = socket.socketpair()
              before = a.getsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF)
              a.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1 << 24)
              a.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
              return a.getsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF) == before
            """
        );

        Assert.Equal("true", (await fixture.Runner.RunAsync(script.Call())).Output());
    }

    [Fact]
    public async Task EmptyFilesByTheMillion_CountAsMemory()
    {
        using var script = Script.Python(
            """
            import os
            def main(input, context):
              for i in range(10_000_000):
                os.symlink("x", f"/tmp/{i}")
            """
        );

        var failure = (
            await fixture.Runner.RunAsync(
                script.Call() with
                {
                    Limits = new ScriptLimits { MemoryBytes = 128L << 20, Timeout = TimeSpan.FromSeconds(60) },
                }
            )
        ).Failure();

        Assert.Equal(ScriptErrorCodes.Memory, failure.Code);
    }

    [Fact]
    public async Task ProcessorTime_OfChildrenThatNobodyWaitsFor_Counts()
    {
        using var script = Script.Python(
            """
            import os, signal, time
            def main(input, context):
              signal.signal(signal.SIGCHLD, signal.SIG_IGN)
              for i in range(200):
                if os.fork() == 0:
                  end = time.process_time() + 0.4
                  while time.process_time() < end: pass
                  os._exit(0)
                time.sleep(0.5)
            """
        );

        var failure = (
            await fixture.Runner.RunAsync(
                script.Call() with
                {
                    Limits = new ScriptLimits { Timeout = TimeSpan.FromSeconds(50), CpuTime = TimeSpan.FromSeconds(2) },
                }
            )
        ).Failure();

        Assert.Equal(ScriptErrorCodes.Timeout, failure.Code);
        Assert.Contains("processor time", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnswerForTheNextCall_IsNotGivenToIt()
    {
        using var script = Script.Python(
            """
            import os
            def main(input, context):
              if input == "evil":
                os.write(3, b'O00000000008"forged"')
              return input
            """
        );

        await fixture.Runner.RunAsync(script.Call("\"evil\"") with { ReuseKey = "forged" });
        var next = await fixture.Runner.RunAsync(script.Call("\"victim\"") with { ReuseKey = "forged" });

        Assert.Equal("\"victim\"", next.Output());
    }

    [Fact]
    public async Task DescriptorsOfTheApp_AreNotOpenInside()
    {
        using var inherited = File.OpenHandle("/proc/self/maps");
        var number = Sandboxes.Libraries.Duplicate(inherited);
        using var owned = new SafeFileHandle(number, ownsHandle: true);
        using var script = Script.Bash("ls /proc/self/fd | tr '\\n' ' ' > $FLOW_OUTPUT");

        // Those that wait were started before there was one.
        await using var runner = await ScriptRunner.StartAsync(
            fixture.Options with
            {
                WaitingProcesses = 0,
            },
            TimeProvider.System
        );
        var open = (await runner.RunAsync(script.Call())).Output();

        Assert.DoesNotContain($" {number} ", $" {open.Trim('"')} ", StringComparison.Ordinal);
    }
}
