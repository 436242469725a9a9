using System.Text;
using FlowFunctions.Engine.Embedded.Journal;
using FlowFunctions.Engine.Embedded.Payloads;
using FlowFunctions.Engine.Embedded.Tests.Engine;
using FlowFunctions.Engine.Embedded.Tests.Payloads;
using FlowFunctions.Engine.Payloads;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Engine.Steps;
using FlowFunctions.Engine.Tests;
using FlowFunctions.Flows.Plans;

namespace FlowFunctions.Engine.Embedded.Tests.Retention;

public sealed class KeptValuesTests
{
    private static readonly Plan Two = EngineHost.Build(PlanBuilder.Of("a", "b").Edge("a", "b"));
    private static readonly Payload Large = Payload.FromUtf8(Encoding.ASCII.GetBytes($"\"{new string('x', 20_000)}\""));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Sweep_ValueOfAKeptRun_StaysUntilItsReleaseAlsoAfterARestart(bool restarts)
    {
        using var directory = new TemporaryDirectory();
        var time = new ManualTime();
        var store = new PayloadDirectory(Path.Combine(directory.Path, "payloads"), Durability.Flush, time);
        var (engine, watched) = await OpenAsync(directory, time, store);
        await engine.StartAsync(Two, new RunStart { RunId = "run", PlanHash = Two.Hash });
        Assert.Equal(RunStatus.Succeeded, (await engine.WaitAsync("run"))?.Status);
        if (restarts)
        {
            await engine.DisposeAsync();
            (engine, watched) = await OpenAsync(directory, time, store);
            await engine.RetellingFinished;
        }

        for (var sweep = 0; sweep < 3; sweep++)
        {
            await SweepAsync(engine, time, watched);
        }

        Assert.Single(await store.ListAsync(DateTimeOffset.MaxValue, default).ToArrayAsync());
        engine.Release(["run"]);
        await SweepAsync(engine, time, watched);
        await SweepAsync(engine, time, watched);

        Assert.Equal(PayloadReference.Of(Large.Span).Hash, await watched.NextAsync());
        await engine.DisposeAsync();
    }

    private static async Task SweepAsync(EmbeddedEngine engine, ManualTime time, WatchedPayloads watched)
    {
        await engine.ListOpenAsync();
        time.Advance(new EmbeddedEngineOptions { Directory = "x" }.PayloadSweepInterval);
        Assert.Equal("list", await watched.NextAsync());
    }

    private static async Task<(EmbeddedEngine Engine, WatchedPayloads Watched)> OpenAsync(
        TemporaryDirectory directory,
        ManualTime time,
        PayloadDirectory store
    )
    {
        var options = new EmbeddedEngineOptions
        {
            Directory = Path.Combine(directory.Path, "journal"),
            TimeProvider = time,
            MaxFinishedRuns = 0,
            KeepsFinished = true,
        };
        var watched = new WatchedPayloads(store);
        var steps = new ScriptedExecutor().On("a", _ => new StepOutcome.Succeeded(Large));
        var plans = new Embedded.Plans.PlanDirectory(Path.Combine(directory.Path, "plans"));
        var parts = new EngineParts(steps, plans, new RunLog(), watched);
        var engine = await EmbeddedEngine.OpenAsync(options, parts);
        Assert.Equal("list", await watched.NextAsync());
        return (engine, watched);
    }
}
