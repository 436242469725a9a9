using FlowFunctions.Engine.Contracts;
using FlowFunctions.Engine.Embedded.Journal;
using FlowFunctions.Engine.Embedded.Tests.Journal;
using FlowFunctions.Engine.History;
using FlowFunctions.Engine.Machine;
using FlowFunctions.Engine.Payloads;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Engine.Steps;
using FlowFunctions.Engine.Tests;
using FlowFunctions.Flows.Plans;

namespace FlowFunctions.Engine.Embedded.Tests.Engine;

public sealed class EmbeddedEngineTests
{
    private static readonly Plan Chain = EngineHost.Build(PlanBuilder.Of("a", "b").Edge("a", "b"));

    [Fact]
    public async Task Start_SameIdAgain_ChangesNothing()
    {
        var steps = new ScriptedExecutor();
        var gate = steps.Block("a");
        await using var host = await EngineHost.OpenAsync(steps);

        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => host.StartAsync(Chain)));
        await gate.EnteredAsync();
        await host.StartAsync(Chain);
        gate.Open();
        await host.EndAsync();
        await host.StartAsync(Chain);

        Assert.Equal(["run/a/1", "run/b/1", "run/$output/1"], host.Steps.Executed);
    }

    [Fact]
    public async Task Start_OverTheLimit_IsRefusedUntilARunEnds()
    {
        var steps = new ScriptedExecutor();
        var gate = steps.Block("a");
        await using var host = await EngineHost.OpenAsync(steps, options => options with { MaxOpenRuns = 2 });
        await host.StartAsync(Chain, "one");
        await host.StartAsync(Chain, "two");
        await host.StartAsync(Chain, "two");

        var exception = await Assert.ThrowsAsync<TooManyRunsException>(() => host.StartAsync(Chain, "three"));
        Assert.True(exception.RetryAfter > TimeSpan.Zero);
        Assert.Contains("2 runs", exception.Message, StringComparison.Ordinal);

        gate.Open();
        await host.EndAsync("one");
        await host.EndAsync("two");
        Assert.Equal(RunStatus.Succeeded, (await host.RunAsync(Chain, "three")).Status);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a/b")]
    [InlineData("ä")]
    public async Task Start_IdThatIsNone_IsRefused(string runId)
    {
        await using var host = await EngineHost.OpenAsync();

        await Assert.ThrowsAsync<ArgumentException>(() => host.StartAsync(Chain, runId));
        await Assert.ThrowsAsync<ArgumentException>(() => host.StartAsync(Chain, new string('a', 129)));
    }

    [Fact]
    public async Task Start_TooLargeAnInput_IsRefused()
    {
        await using var host = await EngineHost.OpenAsync(change: options => options with { MaxPayloadBytes = 2048 });
        var large = $"\"{new string('x', 3000)}\"";

        await Assert.ThrowsAsync<ArgumentException>(() => host.StartAsync(Chain, input: large));
        await Assert.ThrowsAsync<ArgumentException>(() =>
            host.Engine.SignalAsync("run", "go", Payload.Parse(large)).AsTask()
        );
    }

    [Fact]
    public async Task Wait_UnknownRun_GivesNull()
    {
        await using var host = await EngineHost.OpenAsync();

        Assert.Null(await host.Engine.WaitAsync("nobody"));
        Assert.Null(await host.Engine.QueryAsync("nobody", state => state.RunId));
    }

    [Fact]
    public async Task Wait_GivenUp_LeavesTheRunAlone()
    {
        var steps = new ScriptedExecutor();
        var gate = steps.Block("a");
        await using var host = await EngineHost.OpenAsync(steps);
        await host.StartAsync(Chain);
        using var impatience = new CancellationTokenSource();
        var waiting = host.Engine.WaitAsync("run", impatience.Token).AsTask();
        await gate.EnteredAsync();
        await impatience.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        gate.Open();
        Assert.Equal(RunStatus.Succeeded, (await host.EndAsync()).Status);
    }

    [Fact]
    public async Task Wait_MoreFinishedRunsThanKept_ForgetsTheOldest()
    {
        await using var host = await EngineHost.OpenAsync(change: options =>
            options with
            {
                MaxFinishedRuns = 2,
                Shards = 1,
            }
        );
        foreach (var id in (string[])["one", "two", "three"])
        {
            await host.RunAsync(Chain, id);
        }

        Assert.Null(await host.Engine.WaitAsync("one"));
        Assert.NotNull(await host.Engine.WaitAsync("two"));
        Assert.NotNull(await host.Engine.WaitAsync("three"));
    }

    [Fact]
    public async Task Recorder_ManyRuns_HearsOfEachInOrderAndOfNothingTwice()
    {
        await using var host = await EngineHost.OpenAsync();
        var ids = Enumerable.Range(0, 50).Select(i => $"run{i}").ToArray();
        await Task.WhenAll(ids.Select(id => host.RunAsync(Chain, id)));
        await host.Engine.DisposeAsync();

        var journal = JournalFiles.Records(host.Directory).ToLookup(record => record.RunId);
        foreach (var id in ids)
        {
            var told = host.Log.Lines.Where(line => line.RunId == id && line.Status is null).Select(line => line.Event);
            var kept = journal[id].SelectMany(record => record.Events);
            Assert.Equal(kept, told.Select(EventCodec.ToWire));
        }
    }

    [Fact]
    public async Task Query_ReadThatThrows_TellsTheCallerOnly()
    {
        var steps = new ScriptedExecutor();
        var gate = steps.Block("a");
        await using var host = await EngineHost.OpenAsync(steps);
        await host.StartAsync(Chain);
        await gate.EnteredAsync();

        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            host.Engine.QueryAsync<int>("run", _ => throw new InvalidOperationException("mine")).AsTask()
        );
        gate.Open();
        Assert.Equal(RunStatus.Succeeded, (await host.EndAsync()).Status);
    }

    [Fact]
    public async Task Disk_FlushPending_NothingIsSeenOutside()
    {
        await using var host = await EngineHost.OpenAsync();
        await host.Engine.DisposeAsync();
        var disk = new TestDisk(Path.Combine(host.Directory.Path, "other"));
        await using var engine = await EmbeddedEngine.OpenAsync(Options(host), host.Parts(), disk);
        disk.FlushGate.Reset();
        var starting = engine.StartAsync(Chain, Start(Chain)).AsTask();
        await disk.WrittenAsync();

        // The start is written and applied, but not on the disk: no answer, no execution, no record.
        Assert.False(starting.IsCompleted);
        Assert.Empty(host.Steps.Executed);
        Assert.Empty(host.Log.Lines);

        disk.FlushGate.Set();
        await starting;
        Assert.Equal(RunStatus.Succeeded, (await engine.WaitAsync("run"))?.Status);
    }

    [Fact]
    public async Task Disk_Fails_EverybodyHearsOfIt()
    {
        var steps = new ScriptedExecutor();
        var gate = steps.Block("a");
        await using var host = await EngineHost.OpenAsync(steps);
        await host.Engine.DisposeAsync();
        var disk = new TestDisk(Path.Combine(host.Directory.Path, "other"));
        await using var engine = await EmbeddedEngine.OpenAsync(Options(host), host.Parts(), disk);
        await engine.StartAsync(Chain, Start(Chain));
        await gate.EnteredAsync();
        var waiting = engine.WaitAsync("run").AsTask();
        disk.WriteFailure = new IOException("No space left on device");

        await Assert.ThrowsAsync<JournalException>(() => engine.SignalAsync("run", "go", Payload.Null).AsTask());
        await Assert.ThrowsAsync<JournalException>(() => waiting);
        await Assert.ThrowsAsync<JournalException>(() => engine.StartAsync(Chain, Start(Chain, "next")).AsTask());
        await Assert.ThrowsAsync<JournalException>(() => engine.QueryAsync("run", state => state.Status).AsTask());
        Assert.Equal(["run/a/1"], host.Steps.Executed);
    }

    [Fact]
    public async Task Recorder_Throws_StopsWithAClearError()
    {
        await using var host = await EngineHost.OpenAsync();
        await host.Engine.DisposeAsync();
        var parts = host.Parts() with { Recorder = new BrokenRecorder() };
        await using var engine = await EmbeddedEngine.OpenAsync(Options(host), parts);

        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() =>
            engine.StartAsync(Chain, Start(Chain)).AsTask()
        );
        Assert.Contains("broken recorder", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dispose_CallersThatWait_HearOfIt()
    {
        var steps = new ScriptedExecutor();
        var gate = steps.Block("a");
        await using var host = await EngineHost.OpenAsync(steps);
        await host.StartAsync(Chain);
        await gate.EnteredAsync();
        var waiting = host.Engine.WaitAsync("run").AsTask();

        await host.Engine.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => waiting);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => host.StartAsync(Chain, "next"));
    }

    [Fact]
    public async Task Dispose_StepThatDoesNotStop_IsLeftBehindInTime()
    {
        var never = new TaskCompletionSource<StepOutcome>();
        var started = new TaskCompletionSource();
        var steps = new ScriptedExecutor().On(
            "a",
            (_, _) =>
            {
                started.SetResult();
                return never.Task;
            }
        );
        await using var host = await EngineHost.OpenAsync(
            steps,
            options => options with { StopTimeout = TimeSpan.FromMilliseconds(50) }
        );
        await host.StartAsync(Chain);
        await started.Task;

        await host.Engine.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(10));
        await using var second = await host.RestartAsync();
        Assert.Equal(RunStatus.Succeeded, (await second.EndAsync()).Status);
    }

    [Fact]
    public async Task Open_SettingOutOfRange_NamesIt()
    {
        await using var host = await EngineHost.OpenAsync();

        var exception = await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() =>
            EmbeddedEngine.OpenAsync(Options(host) with { Shards = 0 }, host.Parts())
        );
        Assert.Contains("between 1 and 64", exception.Message, StringComparison.Ordinal);
    }

    private static EmbeddedEngineOptions Options(EngineHost host) =>
        new() { Directory = Path.Combine(host.Directory.Path, "journal"), TimeProvider = host.Time };

    private static RunStart Start(Plan plan, string runId = "run") => new() { RunId = runId, PlanHash = plan.Hash };

    private sealed class BrokenRecorder : IRunRecorder
    {
        public void Record(RunState state, RunEvent runEvent, CommandBuffer effects) =>
            throw new NotSupportedException("broken recorder");
    }
}
