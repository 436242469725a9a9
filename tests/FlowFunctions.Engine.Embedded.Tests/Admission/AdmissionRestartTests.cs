using FlowFunctions.Engine.Contracts;
using FlowFunctions.Engine.Embedded.Inspection;
using FlowFunctions.Engine.Embedded.Tests.Engine;
using FlowFunctions.Engine.Embedded.Tests.Journal;
using FlowFunctions.Engine.Machine;
using FlowFunctions.Engine.Payloads;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Engine.Steps;
using FlowFunctions.Engine.Tests;
using static FlowFunctions.Engine.Embedded.Tests.Admission.LimitedFlows;

namespace FlowFunctions.Engine.Embedded.Tests.Admission;

public sealed class AdmissionRestartTests
{
    [Fact]
    public async Task Crash_QueuedRuns_KeepTheirOrder()
    {
        await using var first = await EngineHost.OpenAsync(Blocked(out _));
        await StartAsync(first, "r1", "r5", "r2", "r4", "r3");

        await using var second = await first.CrashAsync(Blocked(out var gate));
        await gate.EnteredAsync();
        Assert.Equal([("r5", 1), ("r2", 2), ("r4", 3), ("r3", 4)], await PlacesAsync(second));
        gate.Open();
        await second.EndAsync("r3");

        Assert.Equal(["r1/a/1", "r5/a/1", "r2/a/1", "r4/a/1", "r3/a/1"], Executions(second));
    }

    [Fact]
    public async Task Crash_QueuedRunsWhoseRecordsWereMoved_KeepTheirOrder()
    {
        await using var first = await EngineHost.OpenAsync(
            Blocked(out _),
            options => options with { SegmentBytes = 4096 }
        );
        await StartAsync(first, "r1", "r2", "r5");
        await RunOthersAsync(first, "early");
        await StartAsync(first, "r4");
        await first.Engine.ControlAsync("r2", RunControl.Pause);
        await first.Engine.ControlAsync("r2", RunControl.Resume);
        await RunOthersAsync(first, "middle");
        await StartAsync(first, "r3");
        await RunOthersAsync(first, "late");
        var journal = Path.Combine(first.Directory.Path, "journal");
        Assert.DoesNotContain("00000001.journal", Directory.EnumerateFiles(journal).Select(Path.GetFileName));
        Assert.Equal(4, JournalInspection.Read(journal).OpenRuns.Count(static run => run.Status == RunStatus.Queued));

        await using var second = await first.CrashAsync(Blocked(out _));
        Assert.Equal([("r5", 1), ("r4", 2), ("r2", 3), ("r3", 4)], await PlacesAsync(second));
        await StartAsync(second, "r6");

        await using var third = await second.RestartAsync(Blocked(out var gate));
        Assert.Equal([("r5", 1), ("r4", 2), ("r2", 3), ("r3", 4), ("r6", 5)], await PlacesAsync(third));
        gate.Open();
        await third.EndAsync("r6");

        Assert.Equal(["r1/a/1", "r5/a/1", "r4/a/1", "r2/a/1", "r3/a/1", "r6/a/1"], Executions(third));
    }

    /// <summary>Runs that end at once and leave a journal full of what nobody needs.</summary>
    private static async Task RunOthersAsync(EngineHost host, string name)
    {
        var plan = EngineHost.Build(PlanBuilder.Of("other"));
        for (var i = 0; i < 60; i++)
        {
            await host.RunAsync(plan, $"{name}{i}");
        }
    }

    [Fact]
    public async Task Crash_QueuedRunWithALargeStart_StartsWithIt()
    {
        await using var first = await EngineHost.OpenAsync(Blocked(out _));
        await first.StartAsync(One, "r1");
        var text = Payload.Parse($"\"{new string('x', 15_000)}\"");
        await first.Engine.StartAsync(
            One,
            new RunStart
            {
                RunId = "r2",
                PlanHash = One.Hash,
                Input = text,
                Trigger = text,
                Env = text,
            }
        );

        await using var second = await first.CrashAsync(new ScriptedExecutor().On("a", Echo));
        var end = await second.EndAsync("r2");

        Assert.Equal(RunStatus.Succeeded, end.Status);
        var starts = second
            .Log.Lines.Where(line => line.Status is null && line.RunId == "r2")
            .Select(line => line.Event)
            .OfType<RunStarted>();
        Assert.Equal(text, starts.Single().Start.Env);

        static StepOutcome Echo(StepRequest request) => new StepOutcome.Succeeded(request.Input);
    }

    [Fact]
    public async Task Crash_AtRandomMoments_StartsEveryRunOnceAndKeepsTheLimit()
    {
        const int Runs = 30;
        var random = new Random(11);
        for (var round = 0; round < 10; round++)
        {
            await using var host = await EngineHost.OpenAsync();
            var moment = random.Next(Runs);
            var reached = host.Log.WhenAsync(_ => host.Log.Count(StepStatus.Succeeded) >= moment);
            for (var i = 0; i < Runs; i++)
            {
                await host.StartAsync(ByOrder, $"r{i}", $$"""{"order":{{random.Next(3)}}}""");
            }

            await reached;
            var ended = host.Log.Ended();
            var (most, open) = (0, new Dictionary<string, int>());
            await using var after = await host.CrashAsync(new ScriptedExecutor().On("a", CountAsync));
            for (var i = 0; i < Runs; i++)
            {
                Assert.Equal(RunStatus.Succeeded, (await after.EndAsync($"r{i}")).Status);
            }

            Assert.Equal(
                Math.Min(1, after.Steps.Executed.Count(id => id.EndsWith("/a/1", StringComparison.Ordinal))),
                most
            );
            Assert.Empty(after.Steps.Executed.Intersect(ended));
            Assert.Equal(after.Steps.Executed.Count, after.Steps.Executed.Distinct().Count());

            async Task<StepOutcome> CountAsync(StepRequest request, CancellationToken cancellationToken)
            {
                var key = request.Input.ToString();
                lock (open)
                {
                    open[key] = open.GetValueOrDefault(key) + 1;
                    most = Math.Max(most, open[key]);
                }

                await Task.Yield();
                lock (open)
                {
                    open[key]--;
                }

                return ScriptedExecutor.Ok();
            }
        }
    }

    [Fact]
    public async Task Restart_AdmittedAfterItWasQueued_BeginsOnce()
    {
        await using var first = await EngineHost.OpenAsync(Blocked(out var gate));
        await StartAsync(first, "r1", "r2");
        var later = new Gate();
        first.Steps.On("a", later.PassAsync);
        gate.Open();
        await first.EndAsync("r1");
        await later.EnteredAsync();

        await using var second = await first.RestartAsync();

        Assert.Equal(RunStatus.Succeeded, (await second.EndAsync("r2")).Status);
        Assert.Equal(["r2/a/1"], Executions(second));
    }

    [Fact]
    public async Task Restart_AdmittedTogetherWithASignal_GoesOnWithoutASecondStart()
    {
        await using var host = await EngineHost.OpenAsync(Blocked(out var gate));
        using var directory = new TemporaryDirectory();
        var options = new EmbeddedEngineOptions { Directory = directory.Path, TimeProvider = host.Time };
        var disk = new TestDisk(directory.Path);
        await using (var engine = await EmbeddedEngine.OpenAsync(options, host.Parts(), disk))
        {
            await engine.StartAsync(One, new RunStart { RunId = "r1", PlanHash = One.Hash });
            await engine.StartAsync(One, new RunStart { RunId = "r2", PlanHash = One.Hash });
            await gate.EnteredAsync();
            var flushes = disk.Flushes;
            disk.FlushGate.Reset();
            gate.Open();
            while (disk.Flushes == flushes)
            {
                await Task.Yield();
            }

            // The end of r1 is on its way to the disk. A signal of r2 follows, and another one gathers behind it.
            var later = new Gate();
            host.Steps.On("a", later.PassAsync);
            Task[] signals = [SignalAsync(), SignalAsync()];
            await engine.ListQueuedAsync();
            disk.WriteFailure = new IOException("The disk is full.", 28);
            disk.FlushGate.Set();
            while ((await engine.ListQueuedAsync()).Single().Place != 0)
            {
                await Task.Yield();
            }

            await engine.ListQueuedAsync();
            disk.WriteFailure = null;
            while (!Task.WhenAll(signals).IsCompleted)
            {
                await host.AdvanceAsync(TimeSpan.FromSeconds(5));
                await Task.Yield();
            }

            await later.EnteredAsync();

            Task SignalAsync() => engine.SignalAsync("r2", "go", Payload.Null).AsTask();
        }

        var open = Assert.Single(JournalInspection.Read(directory.Path).OpenRuns);
        Assert.Equal(("r2", RunStatus.Running, 3), (open.RunId, open.Status, open.Events));
    }
}
