using System.Text.Json;
using FlowFunctions.Engine.Contracts;
using FlowFunctions.Engine.Embedded.Inspection;
using FlowFunctions.Engine.Embedded.Tests.Engine;
using FlowFunctions.Engine.Embedded.Tests.Journal;
using FlowFunctions.Engine.Machine;
using FlowFunctions.Engine.Payloads;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Engine.Steps;
using FlowFunctions.Engine.Tests;
using FlowFunctions.Expressions;
using FlowFunctions.Flows.Plans;

namespace FlowFunctions.Engine.Embedded.Tests.Admission;

public sealed class AdmissionTests
{
    private static readonly Plan One = Limited(PlanBuilder.Of("a"));

    private static readonly Plan ByOrder = Limited(PlanBuilder.Of("a"), key: "{{ input.order }}");

    [Fact]
    public async Task Start_OverTheLimit_WaitsAndRunsInOrder()
    {
        await using var host = await EngineHost.OpenAsync(Blocked(out var gate));
        string[] ids = ["r1", "r2", "r3", "r4"];
        foreach (var id in ids)
        {
            await host.StartAsync(One, id);
        }

        await gate.EnteredAsync();
        Assert.Equal(RunStatus.Queued, await host.Engine.QueryAsync("r3", state => state.Status));
        Assert.Equal([("r2", 1), ("r3", 2), ("r4", 3)], await PlacesAsync(host));
        Assert.Equal(ids, (await host.Engine.ListOpenAsync()).Order());
        gate.Open();

        Assert.All(await Task.WhenAll(ids.Select(host.EndAsync)), end => Assert.Equal(RunStatus.Succeeded, end.Status));
        Assert.Equal(ids.Select(id => $"{id}/a/1"), Executions(host));
        Assert.Equal(1, gate.MostInside);
        Assert.Empty(await host.Engine.ListQueuedAsync());
    }

    [Fact]
    public async Task Start_OtherKeyOrWorkspace_DoesNotWait()
    {
        await using var host = await EngineHost.OpenAsync(Blocked(out var gate));
        await host.StartAsync(ByOrder, "r1", """{"order":1}""");
        await host.StartAsync(ByOrder, "r2", """{"order":1.0}""");
        await host.StartAsync(ByOrder, "r3", """{"order":"1"}""");
        await host.Engine.StartAsync(
            ByOrder,
            new RunStart
            {
                RunId = "r4",
                PlanHash = ByOrder.Hash,
                Workspace = "tenant",
                Input = Payload.Parse("""{"order":1}"""),
            }
        );

        await gate.EnteredAsync();
        await gate.EnteredAsync();
        await gate.EnteredAsync();
        Assert.Equal(["r2"], (await host.Engine.ListQueuedAsync()).Select(run => run.RunId));
        gate.Open();
        await Task.WhenAll(new[] { "r1", "r2", "r3", "r4" }.Select(host.EndAsync));
    }

    [Fact]
    public async Task Start_OverTheLimitOfAFlowThatRejects_IsRefused()
    {
        await using var host = await EngineHost.OpenAsync(Blocked(out var gate));
        var plan = Limited(PlanBuilder.Of("a"), WhenFull.Reject);
        await host.StartAsync(plan, "r1");
        await gate.EnteredAsync();

        var refusal = await Assert.ThrowsAsync<ConcurrencyLimitException>(() => host.StartAsync(plan, "r2"));
        Assert.Equal("Run.ConcurrencyLimit", refusal.Code);
        Assert.True(refusal.RetryAfter > TimeSpan.Zero);
        Assert.Contains("allows 1 open runs", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(["r1"], await host.Engine.ListOpenAsync());

        gate.Open();
        await host.EndAsync("r1");
        Assert.Equal(RunStatus.Succeeded, (await host.RunAsync(plan, "r2")).Status);
    }

    [Fact]
    public async Task Start_MoreThanMayQueue_IsRefused()
    {
        await using var host = await EngineHost.OpenAsync(
            Blocked(out _),
            options => options with { MaxQueuedRunsPerKey = 1 }
        );
        await host.StartAsync(One, "r1");
        await host.StartAsync(One, "r2");

        var refusal = await Assert.ThrowsAsync<ConcurrencyLimitException>(() => host.StartAsync(One, "r3"));
        Assert.Contains(nameof(EmbeddedEngineOptions.MaxQueuedRunsPerKey), refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{{ input.order.id.deep }}", "cannot be evaluated")]
    [InlineData("{{ input.long }}", "1024")]
    public async Task Start_KeyThatCannotBe_IsRefused(string key, string message)
    {
        await using var host = await EngineHost.OpenAsync();
        var plan = Limited(PlanBuilder.Of("a"), key: key);
        var input = $$"""{"order":null,"long":"{{new string('x', 2000)}}"}""";

        var refusal = await Assert.ThrowsAsync<ArgumentException>(() => host.StartAsync(plan, "r1", input));
        Assert.Contains(message, refusal.Message, StringComparison.Ordinal);
        Assert.Contains("settings.concurrency.key", refusal.Message, StringComparison.Ordinal);
        Assert.Empty(await host.Engine.ListOpenAsync());
    }

    [Theory]
    [InlineData(RunControl.Cancel, ErrorCodes.Cancelled)]
    [InlineData(RunControl.Terminate, ErrorCodes.Terminated)]
    public async Task End_WhileQueued_EndsCancelledWithoutRunning(RunControl control, string code)
    {
        await using var host = await EngineHost.OpenAsync(Blocked(out var gate));
        await StartAsync(host, "r1", "r2", "r3");
        var waiting = host.EndAsync("r2");

        Assert.True(await host.Engine.ControlAsync("r2", control));

        var end = await waiting;
        Assert.Equal((RunStatus.Cancelled, code), (end.Status, end.Error?.Code));
        gate.Open();
        await host.EndAsync("r3");
        Assert.Equal(["r1/a/1", "r3/a/1"], Executions(host));

        await using var second = await host.RestartAsync();
        Assert.Equal(RunStatus.Cancelled, (await second.EndAsync("r2")).Status);
    }

    [Fact]
    public async Task Signal_WhileQueued_IsDeliveredAfterAdmissionAlsoAfterACrash()
    {
        var plan = Limited(PlanBuilder.Of("a", "wait").Edge("a", "wait"));
        await using var host = await EngineHost.OpenAsync(Waits(Blocked(out _)));
        await host.StartAsync(plan, "r1");
        await host.StartAsync(plan, "r2");
        Assert.True(await host.Engine.SignalAsync("r2", "go", Payload.Parse("1")));

        await using var second = await host.CrashAsync(Waits(new ScriptedExecutor()));
        Assert.True(await second.Engine.SignalAsync("r1", "go", Payload.Parse("1")));

        Assert.Equal(RunStatus.Succeeded, (await second.EndAsync("r1")).Status);
        Assert.Equal(RunStatus.Succeeded, (await second.EndAsync("r2")).Status);
    }

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

    [Fact]
    public async Task Pause_WhileQueued_StartsOnlyAfterResumeAtTheEnd()
    {
        await using var host = await EngineHost.OpenAsync(Blocked(out var gate));
        await StartAsync(host, "r1", "r2", "r3");
        await host.Engine.ControlAsync("r2", RunControl.Pause);
        Assert.Equal([("r2", 0), ("r3", 1)], await PlacesAsync(host));

        await using var second = await host.CrashAsync(Blocked(out gate));
        Assert.Equal([("r2", 0), ("r3", 1)], await PlacesAsync(second));
        await second.Engine.ControlAsync("r2", RunControl.Resume);
        gate.Open();
        await second.EndAsync("r2");

        Assert.Equal(["r1/a/1", "r3/a/1", "r2/a/1"], Executions(second));
    }

    [Fact]
    public async Task Recorder_QueuedRun_HearsOfTheWaitAndOfTheEnd()
    {
        await using var host = await EngineHost.OpenAsync(Blocked(out _));
        await StartAsync(host, "r1", "r2");
        await host.Engine.ControlAsync("r2", RunControl.Cancel);
        await host.EndAsync("r2");

        Assert.Equal(["r2 queued", "r2 Cancelled"], host.Log.Admissions);
    }

    [Fact]
    public async Task Call_FlowAtItsLimit_WaitsForAPlace()
    {
        var steps = Calls(Blocked(out var gate));
        await using var host = await EngineHost.OpenAsync(steps);
        host.Flows["child"] = Limited(PlanBuilder.Of("a"), flowId: "child");
        var caller = EngineHost.Build(PlanBuilder.Of("call"));
        await host.StartAsync(caller, "p1");
        await gate.EnteredAsync();
        await host.StartAsync(caller, "p2");
        await host.Log.WhenAsync(line => line is { RunId: "p2", Step: "call", Status: StepStatus.Waiting });
        Assert.Equal(WaitKind.Admission, await FirstReasonAsync(host, "p2~2"));
        gate.Open();

        Assert.Equal(RunStatus.Succeeded, (await host.EndAsync("p1")).Status);
        Assert.Equal(RunStatus.Succeeded, (await host.EndAsync("p2")).Status);
        Assert.Equal(1, gate.MostInside);
    }

    [Fact]
    public async Task Call_FullFlowThatRejects_FailsTheStepSoThatItMayRetry()
    {
        var steps = Calls(Blocked(out var gate));
        await using var host = await EngineHost.OpenAsync(steps);
        var child = host.Flows["child"] = Limited(PlanBuilder.Of("a"), WhenFull.Reject, flowId: "child");
        await host.StartAsync(child, "taken");
        await gate.EnteredAsync();

        var end = await host.RunAsync(EngineHost.Build(PlanBuilder.Of("call")), "p1");

        Assert.Equal((RunStatus.Failed, ErrorCodes.ConcurrencyLimit), (end.Status, end.Error?.Code));
        Assert.True(end.Error?.Retryable);
    }

    [Fact]
    public async Task Call_FlowWhoseKeyCannotBeEvaluated_FailsTheStep()
    {
        await using var host = await EngineHost.OpenAsync(Calls(new ScriptedExecutor()));
        host.Flows["child"] = Limited(PlanBuilder.Of("a"), key: "{{ input.order.id }}", flowId: "child");

        var end = await host.RunAsync(EngineHost.Build(PlanBuilder.Of("call")));

        Assert.Equal((RunStatus.Failed, ErrorCodes.ConcurrencyKey), (end.Status, end.Error?.Code));
    }

    [Fact]
    public async Task Call_OfItsOwnFlow_SharesThePlace()
    {
        var depth = 0;
        var steps = new ScriptedExecutor().On(
            "call",
            request =>
                request.Resume is null && Interlocked.Increment(ref depth) < 4
                    ? new StepOutcome.Calling("test", Payload.Null)
                    : ScriptedExecutor.Ok()
        );
        await using var host = await EngineHost.OpenAsync(steps);
        var plan = host.Flows["test"] = Limited(PlanBuilder.Of("call"));

        Assert.Equal(RunStatus.Succeeded, (await host.RunAsync(plan)).Status);
        Assert.Equal(4, depth);
    }

    [Fact]
    public async Task Loop_PartsInChildRuns_AreNotCounted()
    {
        var array = Payload.Parse($"[{string.Join(',', Enumerable.Range(0, 450))}]");
        var steps = new ScriptedExecutor().On(
            "loop",
            request =>
                request.Resume is null
                    ? new StepOutcome.Iterating(array, 450, Concurrency: 10, ItemFailureMode.Stop)
                    : ScriptedExecutor.Ok()
        );
        await using var host = await EngineHost.OpenAsync(steps);

        var end = await host.RunAsync(Limited(new PlanBuilder().Loop("loop", PlanBuilder.Of("body"))));

        Assert.Equal(RunStatus.Succeeded, end.Status);
    }

    [Fact]
    public async Task Start_OpenRunsHoldTooManyBytes_IsRefusedUntilTheyEnd()
    {
        await using var host = await EngineHost.OpenAsync(
            Blocked(out var gate),
            options => options with { MaxOpenBytes = 10_000 }
        );
        var plan = EngineHost.Build(PlanBuilder.Of("a"));
        await host.StartAsync(plan, "r1", $"\"{new string('x', 12_000)}\"");
        await gate.EnteredAsync();

        var refusal = await Assert.ThrowsAsync<TooManyRunsException>(() => host.StartAsync(plan, "r2"));
        Assert.Contains("the limit is 10000", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(nameof(EmbeddedEngineOptions.MaxOpenBytes), refusal.Message, StringComparison.Ordinal);

        gate.Open();
        await host.EndAsync("r1");
        Assert.Equal(RunStatus.Succeeded, (await host.RunAsync(plan, "r2")).Status);
    }

    private static Plan Limited(
        PlanBuilder builder,
        WhenFull whenFull = WhenFull.Queue,
        string? key = null,
        string flowId = "test"
    )
    {
        var template = key is null ? null : JsonTemplate.Parse(JsonSerializer.SerializeToElement(key));
        var plan = builder
            .Settings(new PlanSettings { Concurrency = new PlanConcurrency(1, template, whenFull) })
            .Build();
        return EngineHost.WithHash(
            new Plan
            {
                Hash = "",
                FlowId = flowId,
                Root = plan.Root,
                Settings = plan.Settings,
            }
        );
    }

    private static ScriptedExecutor Blocked(out Gate gate)
    {
        var steps = new ScriptedExecutor();
        gate = steps.Block("a");
        return steps;
    }

    private static ScriptedExecutor Waits(ScriptedExecutor steps) =>
        steps.On(
            "wait",
            request => request.Resume is null ? new StepOutcome.Waiting(null, "go") : ScriptedExecutor.Ok()
        );

    private static ScriptedExecutor Calls(ScriptedExecutor steps) =>
        steps.On(
            "call",
            request => request.Resume is null ? new StepOutcome.Calling("child", Payload.Null) : ScriptedExecutor.Ok()
        );

    private static async Task StartAsync(EngineHost host, params string[] ids)
    {
        foreach (var id in ids)
        {
            await host.StartAsync(One, id);
        }
    }

    private static async Task<IEnumerable<(string, int)>> PlacesAsync(EngineHost host) =>
        (await host.Engine.ListQueuedAsync()).Select(run => (run.RunId, run.Place));

    /// <summary>A called flow is started a moment after the call is durable.</summary>
    private static async Task<WaitKind?> FirstReasonAsync(EngineHost host, string runId)
    {
        await host.Log.WhenQueuedAsync(runId);
        return (await host.Engine.ExplainAsync(runId))?.Reasons[0].Kind;
    }

    private static IEnumerable<string> Executions(EngineHost host) =>
        host.Steps.Executed.Where(id => id.EndsWith("/a/1", StringComparison.Ordinal));
}
