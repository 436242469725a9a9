using FlowFunctions.Engine.Contracts;
using FlowFunctions.Engine.Embedded.Journal;
using FlowFunctions.Engine.Embedded.Tests.Engine;
using FlowFunctions.Engine.Payloads;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Engine.Steps;
using FlowFunctions.Engine.Tests;
using FlowFunctions.Flows.Plans;

namespace FlowFunctions.Engine.Embedded.Tests.Retention;

public sealed class RetentionTests
{
    private static readonly Plan Chain = EngineHost.Build(PlanBuilder.Of("a", "b").Edge("a", "b"));

    [Fact]
    public async Task Restart_FinishedRun_IsToldAgainAsItHappened()
    {
        await using var first = await EngineHost.OpenAsync(Calling(), Keeping);
        first.Flows["called"] = Chain;
        await first.RunAsync(Chain, "plain");
        await first.RunAsync(EngineHost.Build(PlanBuilder.Of("call")), "parent");

        await using var second = await first.RestartAsync(change: Keeping);
        await second.Engine.RetellingFinished;

        Assert.Equal(["plain", "parent", "parent~2"], second.Log.ToldRuns());
        Assert.All(second.Log.ToldRuns(), run => Assert.Equal(first.Log.Told(run), second.Log.Told(run)));
        Assert.Empty(second.Steps.Executed);
    }

    [Fact]
    public async Task Restart_ReleasedRun_IsNotToldAgain()
    {
        await using var first = await EngineHost.OpenAsync(change: Keeping);
        await first.RunAsync(Chain, "kept");
        await first.RunAsync(Chain, "released");
        first.Engine.Release(["released", "unknown"]);

        await using var second = await first.RestartAsync(change: Keeping);
        await second.Engine.RetellingFinished;
        Assert.Equal(["kept"], second.Log.ToldRuns());
        second.Engine.Release(["kept"]);

        await using var third = await second.RestartAsync(change: Keeping);
        await third.Engine.RetellingFinished;
        Assert.Empty(third.Log.ToldRuns());
    }

    [Fact]
    public async Task Retell_WhileTheEngineWorks_TellsOfKeptRunsOnceMore()
    {
        var steps = new ScriptedExecutor();
        var gate = steps.Block("z");
        await using var host = await EngineHost.OpenAsync(steps, Keeping);
        foreach (var run in (string[])["r1", "r2", "r3"])
        {
            await host.RunAsync(Chain, run);
        }

        await host.StartAsync(EngineHost.Build(PlanBuilder.Of("z")), "open");
        await gate.EnteredAsync();
        host.Engine.Release(["r2"]);
        var told = host.Log.ToldRuns().ToDictionary(static run => run, host.Log.Told);

        await host.Engine.RetellAsync(["r1", "r2", "open", "unknown"]);
        Assert.Equal([.. told["r1"], .. told["r1"]], host.Log.Told("r1"));
        await host.Engine.RetellAsync();

        Assert.Equal([.. told["r1"], .. told["r1"], .. told["r1"]], host.Log.Told("r1"));
        Assert.Equal([.. told["r3"], .. told["r3"]], host.Log.Told("r3"));
        Assert.Equal(told["r2"], host.Log.Told("r2"));
        Assert.Equal(told["open"], host.Log.Told("open"));
        gate.Open();
    }

    [Fact]
    public async Task Release_OpenRun_ChangesNothing()
    {
        var steps = new ScriptedExecutor();
        var gate = steps.Block("a");
        await using var first = await EngineHost.OpenAsync(steps, Keeping);
        await first.StartAsync(Chain);
        await gate.EnteredAsync();
        first.Engine.Release(["run"]);
        gate.Open();
        await first.EndAsync();

        await using var second = await first.RestartAsync(change: Keeping);
        await second.Engine.RetellingFinished;

        Assert.Equal(first.Log.Told("run"), second.Log.Told("run"));
    }

    [Fact]
    public async Task Restart_NotKeeping_TellsOfOpenRunsOnly()
    {
        var steps = Calling();
        var gate = steps.Block("b");
        await using var first = await EngineHost.OpenAsync(steps);
        first.Flows["called"] = Chain;
        await first.RunAsync(EngineHost.Build(PlanBuilder.Of("a")), "ended");
        await first.StartAsync(EngineHost.Build(PlanBuilder.Of("call")), "open");
        await gate.EnteredAsync();

        var told = first.Log.Told("open~2");
        await using var second = await first.RestartAsync();
        await second.EndAsync("open");
        await second.Engine.RetellingFinished;

        Assert.Equal(["open", "open~2"], second.Log.ToldRuns());
        Assert.Equal(told, second.Log.Told("open~2").Take(told.Count));
        Assert.DoesNotContain("open~2/a/1", second.Steps.Executed);
    }

    [Fact]
    public async Task Restart_IterationsThatHadEnded_AreToldAgain()
    {
        var steps = new ScriptedExecutor().On("loop", Iterate);
        var gate = new Gate();
        steps.On(
            "x",
            (request, token) =>
                request.Index < 2 ? Task.FromResult(ScriptedExecutor.Ok()) : gate.PassAsync(request, token)
        );
        await using var first = await EngineHost.OpenAsync(steps);
        await first.StartAsync(EngineHost.Build(new PlanBuilder().Loop("loop", PlanBuilder.Of("x"))));
        await gate.EnteredAsync();
        var told = first.Log.Told("run");

        await using var second = await first.RestartAsync(new ScriptedExecutor().On("loop", Iterate));
        await second.EndAsync();

        Assert.Contains(told, line => line.StartsWith("loop[0]/x Succeeded", StringComparison.Ordinal));
        Assert.Equal(told, second.Log.Told("run").Take(told.Count));

        static StepOutcome Iterate(StepRequest request) =>
            request.Resume is null
                ? new StepOutcome.Iterating(Payload.Parse("[1,2,3]"), 3, 1, ItemFailureMode.Stop)
                : ScriptedExecutor.Ok();
    }

    [Fact]
    public async Task Restart_RunsThatWaitedForAdmission_AreToldAgain()
    {
        var steps = new ScriptedExecutor();
        var gate = steps.Block("a");
        var limited = EngineHost.Build(
            PlanBuilder
                .Of("a")
                .Settings(PlanSettings.Default with { Concurrency = new PlanConcurrency(1, Key: null, WhenFull.Queue) })
        );
        await using var first = await EngineHost.OpenAsync(steps, Keeping);
        foreach (var run in (string[])["r1", "r2", "r3", "r4"])
        {
            await first.StartAsync(limited, run);
        }

        await first.Engine.SignalAsync("r2", "early", Payload.Null);
        await first.AdvanceAsync(TimeSpan.FromMinutes(1));
        await first.Engine.ControlAsync("r3", RunControl.Cancel, "Not needed.");
        gate.Open();
        await first.EndAsync("r2");
        await first.EndAsync("r3");
        await first.EndAsync("r4");

        await using var second = await first.RestartAsync(change: Keeping);
        await second.Engine.RetellingFinished;

        Assert.Equal(["r1", "r2", "r3", "r4"], second.Log.ToldRuns());
        Assert.All(second.Log.ToldRuns(), run => Assert.Equal(first.Log.Told(run), second.Log.Told(run)));
        Assert.Contains(second.Log.Told("r3"), line => line.StartsWith("never started", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Start_IdOfAKeptRun_ChangesNothing()
    {
        await using var host = await EngineHost.OpenAsync(change: options =>
            Keeping(options) with
            {
                MaxFinishedRuns = 0,
            }
        );
        await host.StartAsync(Chain);
        await host.Log.WhenAsync("$output", StepStatus.Succeeded);
        await host.StartAsync(Chain);
        host.Engine.Release(["run"]);
        await host.StartAsync(Chain);
        await host.Engine.DrainAsync();

        Assert.Equal(2, host.Steps.Executed.Count(static step => step == "run/a/1"));
    }

    [Fact]
    public async Task Segments_OfKeptRuns_StayUntilTheyAreReleased()
    {
        await using var host = await EngineHost.OpenAsync(change: options =>
            Keeping(options) with
            {
                SegmentBytes = 4096,
            }
        );
        var runs = Enumerable.Range(0, 120).Select(static index => $"run{index}").ToArray();
        foreach (var run in runs)
        {
            await host.RunAsync(Chain, run);
        }

        var kept = Segments(host);
        Assert.True(kept.Length > 4 && Path.GetFileName(kept[0]) == "00000001.journal", $"{kept.Length} files");
        host.Engine.Release(runs[1..]);
        await host.RunAsync(Chain, "next");
        Assert.Equal(kept[0], Segments(host)[0]);

        host.Engine.Release(["run0"]);
        await host.RunAsync(Chain, "last");
        Assert.InRange(Segments(host).Length, 1, 2);
    }

    [Fact]
    public async Task Restart_PlanOfAFinishedRunIsGone_TellsOfTheOthersAndSaysSo()
    {
        await using var first = await EngineHost.OpenAsync(change: Keeping);
        var other = EngineHost.Build(PlanBuilder.Of("z"));
        await first.RunAsync(other, "lost");
        await first.RunAsync(Chain, "kept");
        await first.Engine.DisposeAsync();
        File.Delete(Path.Combine(first.Directory.Path, "plans", other.Hash + ".json"));

        await using var second = await first.RestartAsync(change: Keeping);
        var exception = await Assert.ThrowsAsync<JournalException>(() => second.Engine.RetellingFinished);

        Assert.Contains("1 of 2", exception.Message, StringComparison.Ordinal);
        Assert.Contains($"'lost': Its plan {other.Hash} is missing", exception.Message, StringComparison.Ordinal);
        Assert.Equal(first.Log.Told("kept"), second.Log.Told("kept"));
    }

    [Fact]
    public async Task Restart_TurnedOff_TellsNothingAndGivesTheSpaceBack()
    {
        await using var first = await EngineHost.OpenAsync(change: options =>
            Keeping(options) with
            {
                SegmentBytes = 4096,
            }
        );
        for (var index = 0; index < 30; index++)
        {
            await first.RunAsync(Chain, $"run{index}");
        }

        await using var second = await first.RestartAsync();
        await second.Engine.RetellingFinished;

        Assert.Empty(second.Log.ToldRuns());
        Assert.Single(Segments(second));
    }

    internal static EmbeddedEngineOptions Keeping(EmbeddedEngineOptions options) =>
        options with
        {
            KeepsFinished = true,
        };

    private static ScriptedExecutor Calling() =>
        new ScriptedExecutor().On(
            "call",
            request => request.Resume is null ? new StepOutcome.Calling("called", Payload.Null) : ScriptedExecutor.Ok()
        );

    private static string[] Segments(EngineHost host) =>
        [
            .. Directory
                .GetFiles(Path.Combine(host.Directory.Path, "journal"), "*.journal")
                .Order(StringComparer.Ordinal),
        ];
}
