using FlowFunctions.Engine.Admission;
using FlowFunctions.Engine.Embedded.Tests.Engine;
using FlowFunctions.Engine.Payloads;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Engine.Steps;
using FlowFunctions.Engine.Tests;
using FlowFunctions.Flows.Plans;
using static FlowFunctions.Engine.Embedded.Tests.Admission.LimitedFlows;

namespace FlowFunctions.Engine.Embedded.Tests.Admission;

public sealed class AdmissionTests
{
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
}
