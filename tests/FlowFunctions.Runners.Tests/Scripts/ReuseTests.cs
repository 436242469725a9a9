using FlowFunctions.Runners.Calls;
using FlowFunctions.Runners.Tests.Machine;

namespace FlowFunctions.Runners.Tests.Scripts;

/// <summary>Calls that share a process, and those that must not.</summary>
[Collection(RunnerGroup.Name)]
public sealed class ReuseTests(RunnerFixture machine)
{
    private const string Counter =
        "calls = 0\ndef main(input, context):\n  global calls\n  calls += 1\n  print('call', calls)\n  return calls";

    [Fact]
    public async Task SameKey_SharesTheProcess()
    {
        using var script = Script.Python(Counter);
        var call = script.Call() with { ReuseKey = Key() };

        var outputs = await RepeatAsync(call, 3);

        Assert.Equal(["1", "2", "3"], outputs);
        Assert.Equal(["call 1", "call 2", "call 3"], script.Log.Texts);
    }

    [Fact]
    public async Task SameKey_Node_SharesTheProcess()
    {
        using var script = Script.Node(
            "let calls = 0;\nexport default (input) => { console.log(input); return ++calls; };"
        );

        var outputs = await RepeatAsync(script.Call("7") with { ReuseKey = Key() }, 3);

        Assert.Equal(["1", "2", "3"], outputs);
        Assert.Equal(["7", "7", "7"], script.Log.Texts);
    }

    [Fact]
    public async Task NoKey_HasAProcessOfItsOwn()
    {
        using var script = Script.Python(Counter);

        Assert.Equal(["1", "1"], await RepeatAsync(script.Call(), 2));
    }

    [Fact]
    public async Task OtherKeyOrSecret_HasAnotherProcess()
    {
        using var script = Script.Python(Counter);
        var call = script.Call() with { ReuseKey = Key() };

        await RepeatAsync(call, 1);

        Assert.Equal(["1"], await RepeatAsync(call with { ReuseKey = Key() }, 1));
        Assert.Equal(
            ["1"],
            await RepeatAsync(call with { Variables = new Dictionary<string, string> { ["A"] = "1" } }, 1)
        );
        Assert.Equal(["1"], await RepeatAsync(call with { Limits = new ScriptLimits { OutputBytes = 9 } }, 1));
        Assert.Equal(["2"], await RepeatAsync(call, 1));
    }

    [Fact]
    public async Task SameKey_AtTheSameTime_HasSeveralProcesses()
    {
        using var script = Script.Python(
            "import os, time\ndef main(input, context):\n  time.sleep(0.2)\n  return os.getpid()"
        );
        var call = script.Call() with { ReuseKey = Key() };

        var before = machine.Runner.WarmCount;
        await Task.WhenAll(machine.Runner.RunAsync(call), machine.Runner.RunAsync(call));

        Assert.Equal(2, machine.Runner.WarmCount - before);
    }

    [Theory]
    [InlineData("raise ValueError('no')")]
    [InlineData("import subprocess; subprocess.Popen(['sleep', '1000']); return calls")]
    public async Task Process_ThatIsNotClean_IsNotUsedAgain(string end)
    {
        using var script = Script.Python(
            $"calls = 0\ndef main(input, context):\n  global calls\n  calls += 1\n  if input == 1: return calls\n  {end}"
        );
        var call = script.Call() with { ReuseKey = Key() };

        await machine.Runner.RunAsync(call);

        Assert.Equal("1", (await machine.Runner.RunAsync(call with { Input = "1"u8.ToArray() })).Output());
    }

    [Fact]
    public async Task Process_ThatPrintsBetweenCalls_IsNotUsedAgain()
    {
        using var script = Script.Python(
            """
            import threading, time
            calls = 0
            def chatter():
              while True:
                print('late')
                time.sleep(0.002)
            def main(input, context):
              global calls
              calls += 1
              if calls == 1: threading.Thread(target=chatter, daemon=True).start()
              return calls
            """
        );
        var call = script.Call() with { ReuseKey = Key() };
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));

        await machine.Runner.RunAsync(call);
        while ((await machine.Runner.RunAsync(call, patience.Token)).Output() != "1") { }
    }

    [Fact]
    public async Task Timeout_OfASharedProcess_EndsIt()
    {
        using var script = Script.Node(
            "let calls = 0;\nexport default (input) => { calls++; while (input) {} return calls; };"
        );
        var call = script.Call("false") with
        {
            ReuseKey = Key(),
            Limits = new ScriptLimits { Timeout = TimeSpan.FromSeconds(1) },
        };

        Assert.Equal(["1", "2"], await RepeatAsync(call, 2));
        var late = await machine.Runner.RunAsync(call with { Input = "true"u8.ToArray() });

        Assert.Equal(ScriptErrorCodes.Timeout, late.Failure().Code);
        Assert.Equal(["1"], await RepeatAsync(call, 1));
    }

    private static string Key() => Guid.NewGuid().ToString("N");

    private async Task<IReadOnlyList<string>> RepeatAsync(ScriptCall call, int times)
    {
        var outputs = new List<string>();
        for (var i = 0; i < times; i++)
        {
            outputs.Add((await machine.Runner.RunAsync(call)).Output());
        }

        return outputs;
    }
}
