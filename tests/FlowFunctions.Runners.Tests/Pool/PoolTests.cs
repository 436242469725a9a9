using FlowFunctions.Runners.Calls;
using FlowFunctions.Runners.Tests.Machine;

namespace FlowFunctions.Runners.Tests.Pool;

/// <summary>How many processes there are, and when.</summary>
[Collection(RunnerGroup.Name)]
public sealed class PoolTests(RunnerFixture machine) : IAsyncLifetime
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"flow-pool-tests-{Guid.NewGuid():N}");
    private ScriptRunner _runner = null!;

    public async Task InitializeAsync() =>
        _runner = await ScriptRunner.StartAsync(
            machine.Options with
            {
                Folder = _folder,
                MaxProcesses = 4,
                MaxWaiting = 300,
                WaitingProcesses = 2,
                IdleTimeout = TimeSpan.FromSeconds(2),
            },
            TimeProvider.System
        );

    public async Task DisposeAsync()
    {
        await _runner.DisposeAsync();
        Assert.Empty(Leftovers.Processes(_folder));
        Assert.Empty(Leftovers.Folders(_folder));
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task NothingWaits_BeforeTheFirstCall()
    {
        Assert.Equal(0, _runner.WaitingCount);
        using var script = Script.Python("def main(input, context): pass");

        await _runner.RunAsync(script.Call());

        await UntilAsync(() => _runner.WaitingCount == 2);
    }

    [Fact]
    public async Task WaitingProcess_IsEnded_WhenItWasNotNeededForLong()
    {
        using var script = Script.Python("def main(input, context): pass");
        await _runner.RunAsync(script.Call());
        await UntilAsync(() => _runner.WaitingCount == 2);

        await UntilAsync(() => _runner.WaitingCount == 0);

        await UntilAsync(() => Leftovers.Processes(_folder).Count == 0);
    }

    [Fact]
    public async Task TwoHundredCalls_Finish_WithBoundedProcesses()
    {
        using var script = Script.Bash("echo $(cat) > $FLOW_OUTPUT");
        var most = 0;
        var calls = Enumerable.Range(0, 200).Select(number => _runner.RunAsync(script.Call($"{number}"))).ToList();
        var all = Task.WhenAll(calls);
        while (!all.IsCompleted)
        {
            most = Math.Max(most, Leftovers.Folders(_folder, "process-*").Length);
            await Task.WhenAny(all, Task.Delay(5));
        }

        Assert.Equal(
            Enumerable.Range(0, 200).Select(number => $"{number}"),
            (await all).Select(result => result.Output())
        );
        Assert.InRange(most, 1, 4 + 2 + 4);
    }

    [Fact]
    public async Task RunningCalls_HoldNoThreads()
    {
        await using var runner = await ScriptRunner.StartAsync(
            machine.Options with
            {
                MaxProcesses = 40,
                WaitingProcesses = 0,
            },
            TimeProvider.System
        );
        using var cancel = new CancellationTokenSource();
        using var script = Script.Bash("echo started; sleep 1000");

        var calls = Enumerable.Range(0, 40).Select(_ => runner.RunAsync(script.Call(), cancel.Token)).ToList();
        await UntilAsync(() => script.Log.Lines.Count == 40);

        Assert.InRange(ThreadPool.ThreadCount, 0, 30);
        await cancel.CancelAsync();
        await Task.WhenAll(calls);
    }

    [Fact]
    public async Task TooManyCalls_AreRefused()
    {
        using var cancel = new CancellationTokenSource();
        using var script = Script.Bash("sleep 1000");
        var calls = Enumerable.Range(0, 304).Select(_ => _runner.RunAsync(script.Call(), cancel.Token)).ToList();

        var refused = (await _runner.RunAsync(script.Call())).Failure();

        Assert.Equal((ScriptErrorCodes.Busy, true), (refused.Code, refused.Retryable));
        await cancel.CancelAsync();
        Assert.All(
            await Task.WhenAll(calls),
            result => Assert.Equal(ScriptErrorCodes.Cancelled, result.Failure().Code)
        );
    }

    [Fact]
    public async Task Dispose_EndsRunningCalls()
    {
        using var script = Script.Bash("echo started; sleep 1000");
        var running = _runner.RunAsync(script.Call());
        await UntilAsync(() => script.Log.Lines.Count == 1);

        await _runner.DisposeAsync();

        Assert.Equal(ScriptErrorCodes.Cancelled, (await running).Failure().Code);
    }

    [Fact]
    public async Task ManyCalls_LeaveNothing()
    {
        using var script = Script.Bash("echo $FLOW_INPUT_FILE; echo 1 > $FLOW_OUTPUT");
        await CallAsync(script, 100);
        var memory = GC.GetTotalMemory(forceFullCollection: true);
        var descriptors = Directory.GetFiles("/proc/self/fd").Length;
        var threads = Directory.GetDirectories("/proc/self/task").Length;

        await CallAsync(script, 300);

        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - memory, long.MinValue, 2_000_000);
        Assert.InRange(Directory.GetFiles("/proc/self/fd").Length - descriptors, -100, 40);
        Assert.InRange(Directory.GetDirectories("/proc/self/task").Length - threads, -100, 40);
        await UntilAsync(() => Leftovers.Folders(_folder, "process-*").Length <= 2);
    }

    private static async Task UntilAsync(Func<bool> isTrue)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!isTrue())
        {
            Assert.True(
                TimeProvider.System.GetElapsedTime(began) < TimeSpan.FromSeconds(30),
                "It did not come to that."
            );
            await Task.Delay(10);
        }
    }

    private async Task CallAsync(Script script, int times)
    {
        for (var i = 0; i < times; i++)
        {
            Assert.Equal("1", (await _runner.RunAsync(script.Call())).Output());
        }
    }
}
