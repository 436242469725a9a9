using System.Security.Cryptography;
using FlowFunctions.Engine.DurableTask.Tests.Runs;
using FlowFunctions.Engine.Embedded.Tests.Engine;
using FlowFunctions.Engine.History;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Engine.Steps;
using FlowFunctions.Engine.Tests;
using FlowFunctions.Flows.Plans;

namespace FlowFunctions.Engine.DurableTask.Tests.Reading;

/// <summary>How runs are seen from outside while they go on, and how their ends are told.</summary>
public sealed class ReadingTests
{
    /// <summary>Backends hold 16 KB of UTF-16 text.</summary>
    private const int MostCharacters = 8_000;

    private static readonly Plan Chain = RunWorld.Build(PlanBuilder.Of("a", "b").Edge("a", "b"));

    [Fact]
    public async Task Status_OfALongRun_IsNeverTooLongForTheBackend()
    {
        var world = new RunWorld(NoisyChain.Steps());
        var plan = NoisyChain.Plan(new string('f', 128));
        var workspace = new string('w', 128);
        await world.Engine.StartAsync(
            plan,
            new RunStart
            {
                RunId = "run",
                PlanHash = plan.Hash,
                Workspace = workspace,
            }
        );
        var longest = 0;

        await world.Pump.RunUntilAsync(() =>
        {
            longest = Math.Max(longest, world.Hub.Get("run")?.CustomStatus?.Length ?? 0);
            return false;
        });

        Assert.InRange(longest, MostCharacters / 2, MostCharacters);
        Assert.Equal(RunStatus.Succeeded, world.ResultOf().Status);
    }

    [Fact]
    public async Task LongHistory_IsArchivedAtMostOnceInAnInterval()
    {
        var world = new RunWorld(NoisyChain.Steps());
        var plan = NoisyChain.Plan("flow");
        await world.StartAsync(plan);
        await world.Pump.RunUntilAsync(() => world.Steps.Executed.Count == NoisyChain.Length - 5);
        var read = await world.Engine.ReadAsync("run");

        Assert.NotNull(read);
        Assert.Null(read.History);
        Assert.Equal(2, world.Archive.Stores);
        var before = world.Archive["run"].History.Length;
        world.Time.Advance(TimeSpan.FromSeconds(2));
        await world.Archive.WhenStoredAsync(3).WaitAsync(TimeSpan.FromSeconds(10));
        Assert.InRange(world.Archive["run"].History.Length, before + 1, int.MaxValue);
        Assert.Equal(RunStatus.Running, world.Archive["run"].Status);

        await world.Pump.RunAsync();
        Assert.Equal(RunStatus.Succeeded, world.Archive["run"].Status);
    }

    [Fact]
    public async Task ShortHistory_IsNotArchivedBeforeTheEnd()
    {
        var world = new RunWorld();

        await world.RunAsync(Chain);

        Assert.Equal(2, world.Archive.Stores);
    }

    [Fact]
    public async Task Read_OpenRun_HasItsHistory()
    {
        var world = new RunWorld(new ScriptedExecutor().On("b", static _ => new StepOutcome.Waiting(null, "never")));
        await world.StartAsync(Chain);
        Assert.Null(await world.Engine.ReadAsync("run"));
        await world.Pump.RunAsync();

        var run = await world.NewEngine().ReadAsync("run");

        Assert.NotNull(run?.History);
        Assert.Equal((RunStatus.Running, Chain.FlowId, 3), (run.Status, run.FlowId, run.Events));
        Assert.Equal(3, HistoryReader.Read(run.History.Value).Count());
        Assert.Null(await world.Engine.ReadAsync("other"));
    }

    [Fact]
    public async Task Read_EndedRun_HasItsResultAlsoWhenItIsLarge()
    {
        var world = new RunWorld(
            new ScriptedExecutor().On(
                PlanStep.OutputId,
                static _ => ScriptedExecutor.Ok($"\"{new string('x', 9000)}\"")
            )
        );

        await world.RunAsync(Chain);

        var run = await world.Engine.ReadAsync("run");
        Assert.Equal((RunStatus.Succeeded, 9002), (run?.Result?.Status, run?.Result?.Output?.Length));
    }

    [Fact]
    public async Task Wait_InTheProcessThatRecords_IsToldAtOnce()
    {
        var world = new RunWorld();
        await world.StartAsync(Chain);
        var end = world.Engine.WaitAsync("run").AsTask();
        await world.Pump.RunAsync();

        Assert.Equal(RunStatus.Succeeded, (await end.WaitAsync(TimeSpan.FromSeconds(10)))?.Status);
        Assert.Equal(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), world.Time.GetUtcNow());
    }

    [Fact]
    public async Task Wait_InAnotherProcess_AsksTheBackendAndLoadsALargeOutput()
    {
        var large = $"\"{new string('x', 200_000)}\"";
        var world = new RunWorld(new ScriptedExecutor().On(PlanStep.OutputId, _ => ScriptedExecutor.Ok(large)));
        await world.RunAsync(Chain);

        var result = await world.WaitAsync(world.NewEngine());

        Assert.Equal((RunStatus.Succeeded, large), (result?.Status, result?.Output?.ToString()));
    }

    [Fact]
    public async Task Wait_RunThatThereIsNot_IsNull()
    {
        var world = new RunWorld();

        Assert.Null(await world.WaitAsync(world.Engine));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Start_KnownId_ChangesNothing(bool hasEnded)
    {
        var world = new RunWorld();
        await world.StartAsync(Chain);
        if (hasEnded)
        {
            await world.Pump.RunAsync();
        }

        var before = world.Archive["run"];
        await world.StartAsync(RunWorld.Build(PlanBuilder.Of("other")));

        Assert.Same(before, world.Archive["run"]);
        Assert.Equal(RunStatus.Succeeded, (await world.EndAsync()).Status);
        Assert.DoesNotContain("run/other/1", world.Steps.Executed);
        Assert.Equal(1, world.Steps.Executed.Count(static id => id == "run/a/1"));
    }

    [Fact]
    public async Task Watcher_IsToldOfWatchedRunsAndWhatItWasToldStays()
    {
        var watcher = new Watcher();
        var world = new RunWorld(watcher: watcher);
        await world.StartAsync(Chain, "other");
        await world.RunAsync(Chain);
        await world.Pump.RunAsync();

        Assert.All(watcher.Told, static run => Assert.Equal("run", run.RunId));
        Assert.Equal(
            watcher.Told.Select(static run => run.Events),
            watcher.Told.Select(static run => HistoryReader.Read(run.History!.Value).Count())
        );
        Assert.Equal(RunStatus.Succeeded, watcher.Told[^1].Result?.Status);
        Assert.Equal(watcher.Told.Select(static run => run.Events).Order(), watcher.Told.Select(run => run.Events));
    }

    private sealed class Watcher : IOpenRunWatcher
    {
        public List<OpenRun> Told { get; } = [];

        public bool Watches(string runId) => runId == "run";

        public void Turned(OpenRun run) => Told.Add(run);
    }

    /// <summary>A run whose history does not get shorter by packing.</summary>
    private static class NoisyChain
    {
        public const int Length = 40;

        public static Plan Plan(string flowId)
        {
            var builder = PlanBuilder.Of("s0");
            for (var i = 1; i < Length; i++)
            {
                builder.Step($"s{i}").Edge($"s{i - 1}", $"s{i}");
            }

            return RunWorld.Build(builder, flowId);
        }

        public static ScriptedExecutor Steps()
        {
            var steps = new ScriptedExecutor();
            for (var i = 0; i < Length; i++)
            {
                steps.On($"s{i}", static _ => ScriptedExecutor.Ok($"\"{RandomNumberGenerator.GetHexString(400)}\""));
            }

            return steps;
        }
    }
}
