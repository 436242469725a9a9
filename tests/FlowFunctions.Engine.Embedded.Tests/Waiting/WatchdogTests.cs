using FlowFunctions.Engine.Embedded.Tests.Engine;
using FlowFunctions.Engine.Embedded.Waiting;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Engine.Tests;

namespace FlowFunctions.Engine.Embedded.Tests.Waiting;

public sealed class WatchdogTests
{
    [Fact]
    public void Timer_NoRunsOpen_IsNotArmed()
    {
        var time = new ManualTime();
        var (looks, open) = (0, true);
        using var watchdog = new Watchdog(
            time,
            TimeSpan.FromMinutes(1),
            () =>
            {
                looks++;
                return open;
            }
        );
        time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(0, looks);

        watchdog.Arm();
        time.Advance(TimeSpan.FromMinutes(1));
        open = false;
        time.Advance(TimeSpan.FromMinutes(1));
        time.Advance(TimeSpan.FromHours(1));

        Assert.Equal(2, looks);
    }

    [Fact]
    public async Task Watch_SlowExecution_IsReportedOnce()
    {
        var steps = new ScriptedExecutor();
        var gate = steps.Block("a");
        await using var host = await EngineHost.OpenAsync(steps);
        await host.Engine.DisposeAsync();
        var seen = new Seen();
        var options = new EmbeddedEngineOptions
        {
            Directory = Path.Combine(host.Directory.Path, "journal"),
            TimeProvider = host.Time,
        };
        await using var engine = await EmbeddedEngine.OpenAsync(options, host.Parts() with { Observer = seen });
        var plan = EngineHost.Build(PlanBuilder.Of("a"));
        await engine.StartAsync(plan, new RunStart { RunId = "run", PlanHash = plan.Hash });
        await gate.EnteredAsync();

        await PassAsync(14);
        Assert.Empty(seen.Reports);
        await PassAsync(2);
        await PassAsync(2);

        Assert.Equal(["run a 1 00:16:00"], seen.Reports);

        async Task PassAsync(int minutes)
        {
            await engine.ListOpenAsync();
            host.Time.Advance(TimeSpan.FromMinutes(minutes));
            await engine.QueryAsync("run", state => state.Status);
        }
    }

    private sealed class Seen : IEngineObserver
    {
        public List<string> Reports { get; } = [];

        public void ExecutionIsSlow(string runId, string path, int attempt, TimeSpan elapsed) =>
            Reports.Add($"{runId} {path} {attempt} {elapsed}");

        public void RunIsStalled(string runId) => Reports.Add($"{runId} stalled");
    }
}
