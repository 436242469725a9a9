using FlowFunctions.Engine.Payloads;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Engine.Steps;
using FlowFunctions.Engine.Tests;
using FlowFunctions.Flows.Plans;

namespace FlowFunctions.Engine.Embedded.Tests.Engine;

public sealed class RunTests
{
    private static readonly Plan Chain = EngineHost.Build(PlanBuilder.Of("a", "b", "c").Edge("a", "b").Edge("b", "c"));

    [Fact]
    public async Task Run_Chain_ExecutesInOrderAndSucceeds()
    {
        await using var host = await EngineHost.OpenAsync();

        var result = await host.RunAsync(Chain);

        Assert.Equal((RunStatus.Succeeded, "\"$output\""), (result.Status, result.Output?.ToString()));
        Assert.Equal(["run/a/1", "run/b/1", "run/c/1", "run/$output/1"], host.Steps.Executed);
    }

    [Fact]
    public async Task Run_Diamond_ExecutesBothBranchesAtOnce()
    {
        var steps = new ScriptedExecutor();
        var (b, c) = (steps.Block("b"), steps.Block("c"));
        await using var host = await EngineHost.OpenAsync(steps);
        var diamond = PlanBuilder.Of("a", "b", "c", "d").Edge("a", "b").Edge("a", "c").Edge("b", "d").Edge("c", "d");

        await host.StartAsync(EngineHost.Build(diamond));
        await b.EnteredAsync();
        await c.EnteredAsync();
        b.Open();
        c.Open();

        Assert.Equal(RunStatus.Succeeded, (await host.EndAsync()).Status);
    }

    [Fact]
    public async Task Run_FailedAttempt_IsRetriedWhenItsTimerFires()
    {
        var steps = new ScriptedExecutor().On(
            "a",
            request => request.Attempt < 3 ? ScriptedExecutor.Fail("Http.503", retryable: true) : ScriptedExecutor.Ok()
        );
        await using var host = await EngineHost.OpenAsync(steps);
        var retry = new RetryPolicy
        {
            MaxAttempts = 3,
            Backoff = Backoff.Fixed,
            Delay = TimeSpan.FromHours(1),
        };
        await host.StartAsync(EngineHost.Build(new PlanBuilder().Step("a", step => step with { Retry = retry })));

        for (var attempt = 1; attempt < 3; attempt++)
        {
            var failed = attempt;
            await host.Log.WhenAsync(line =>
                line.Status == StepStatus.Retrying
                && host.Log.Lines.Count(l => l.Status == StepStatus.Retrying) == failed
            );
            await host.AdvanceAsync(TimeSpan.FromMinutes(59));
            Assert.Equal(attempt, host.Steps.Executed.Count);
            await host.AdvanceAsync(TimeSpan.FromMinutes(1));
        }

        Assert.Equal(RunStatus.Succeeded, (await host.EndAsync()).Status);
        Assert.Equal(["run/a/1", "run/a/2", "run/a/3", "run/$output/1"], host.Steps.Executed);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(450)]
    public async Task Run_Loop_ExecutesEveryItemOnce(int items)
    {
        var array = Payload.Parse($"[{string.Join(',', Enumerable.Range(0, items))}]");
        var steps = new ScriptedExecutor().On(
            "loop",
            request =>
                request.Resume is null
                    ? new StepOutcome.Iterating(array, items, Concurrency: 10, ItemFailureMode.Stop)
                    : ScriptedExecutor.Ok()
        );
        await using var host = await EngineHost.OpenAsync(steps);

        var result = await host.RunAsync(EngineHost.Build(new PlanBuilder().Loop("loop", PlanBuilder.Of("body"))));

        Assert.Equal(RunStatus.Succeeded, result.Status);
        var paths = host.Steps.Executed.Where(id => id.EndsWith("/body/1", StringComparison.Ordinal)).ToArray();
        Assert.Equal(items, paths.Select(id => id[id.IndexOf('/', StringComparison.Ordinal)..]).Distinct().Count());
        Assert.Equal(items, paths.Length);
    }

    [Fact]
    public async Task Run_StepTimeout_CancelsTheExecution()
    {
        var steps = new ScriptedExecutor();
        var gate = steps.Block("a");
        await using var host = await EngineHost.OpenAsync(steps);
        var plan = new PlanBuilder().Step("a", step => step with { Timeout = TimeSpan.FromSeconds(30) });
        await host.StartAsync(EngineHost.Build(plan));
        await gate.EnteredAsync();
        await host.AdvanceAsync(TimeSpan.FromSeconds(30));

        var result = await host.EndAsync();

        Assert.Equal((RunStatus.Failed, ErrorCodes.Timeout), (result.Status, result.Error?.Code));
    }

    [Fact]
    public async Task Run_FlowTimeout_EndsTheRun()
    {
        var steps = new ScriptedExecutor();
        var gate = steps.Block("a");
        await using var host = await EngineHost.OpenAsync(steps);
        var plan = PlanBuilder.Of("a").Settings(new PlanSettings { Timeout = TimeSpan.FromDays(2) });
        await host.StartAsync(EngineHost.Build(plan));
        await gate.EnteredAsync();
        await host.AdvanceAsync(TimeSpan.FromDays(2));

        Assert.Equal(RunStatus.TimedOut, (await host.EndAsync()).Status);
    }

    [Fact]
    public async Task Run_ExecutorThrows_FailsTheStepOnly()
    {
        var steps = new ScriptedExecutor()
            .On("bad", _ => throw new InvalidOperationException("bug"))
            .On("pure", _ => throw new InvalidOperationException("bug"));
        await using var host = await EngineHost.OpenAsync(steps);
        var pure = new PlanBuilder().Step("pure", step => step with { IsPure = true });

        foreach (var plan in (Plan[])[EngineHost.Build(PlanBuilder.Of("bad")), EngineHost.Build(pure)])
        {
            var result = await host.RunAsync(plan, $"run-{plan.Root.Steps[0].Id}");
            Assert.Equal((RunStatus.Failed, ErrorCodes.StepProtocol), (result.Status, result.Error?.Code));
        }

        Assert.Equal(RunStatus.Succeeded, (await host.RunAsync(Chain, "next")).Status);
    }

    [Fact]
    public async Task Run_OutputOverTheLimit_FailsTheStep()
    {
        var steps = new ScriptedExecutor().On("a", _ => ScriptedExecutor.Ok($"\"{new string('x', 5000)}\""));
        await using var host = await EngineHost.OpenAsync(steps, options => options with { MaxPayloadBytes = 4096 });

        var result = await host.RunAsync(EngineHost.Build(PlanBuilder.Of("a")));

        Assert.Equal((RunStatus.Failed, "Output.TooLarge"), (result.Status, result.Error?.Code));
    }

    [Fact]
    public async Task Run_PureSteps_AreOneRecord()
    {
        await using var host = await EngineHost.OpenAsync();
        var names = Enumerable.Range(0, 50).Select(i => $"s{i}").ToArray();
        var builder = names.Aggregate(
            new PlanBuilder(),
            (b, name) => b.Step(name, step => step with { IsPure = true })
        );
        foreach (var (from, to) in names.Zip(names[1..]))
        {
            builder.Edge(from, to);
        }

        await host.RunAsync(EngineHost.Build(builder));
        await host.Engine.DisposeAsync();

        var record = Assert.Single(JournalFiles.Records(host.Directory));
        Assert.Equal(52, record.Events.Count);
        Assert.Equal(History.Wire.RunStatus.Succeeded, record.Result.Status);
    }

    [Fact]
    public async Task Run_LongPureChain_IsSplitIntoTurns()
    {
        await using var host = await EngineHost.OpenAsync();
        var builder = new PlanBuilder();
        for (var i = 0; i < 2500; i++)
        {
            builder.Step($"s{i}", step => step with { IsPure = true });
        }

        await host.RunAsync(EngineHost.Build(builder));
        await host.Engine.DisposeAsync();

        Assert.Equal([1000, 1000, 502], JournalFiles.Records(host.Directory).Select(record => record.Events.Count));
    }

    [Fact]
    public async Task Run_ClockSetBack_TimesOfTheHistoryDoNotGoBack()
    {
        var steps = new ScriptedExecutor();
        var gate = steps.Block("a");
        await using var host = await EngineHost.OpenAsync(steps);
        await host.StartAsync(Chain);
        await gate.EnteredAsync();
        await host.AdvanceAsync(TimeSpan.FromHours(-1));
        gate.Open();
        await host.EndAsync();
        await host.Engine.DisposeAsync();

        var times = JournalFiles
            .Records(host.Directory)
            .SelectMany(record => record.Events)
            .Select(e => e.At)
            .ToArray();
        Assert.Equal(times.Order(), times);
    }

    [Fact]
    public async Task Run_ThousandAtOnce_AllSucceed()
    {
        await using var host = await EngineHost.OpenAsync();
        var ids = Enumerable.Range(0, 1000).Select(i => $"run{i}").ToArray();

        await Task.WhenAll(ids.Select(id => host.StartAsync(Chain, id)));
        var results = await Task.WhenAll(ids.Select(host.EndAsync));

        Assert.All(results, result => Assert.Equal(RunStatus.Succeeded, result.Status));
        Assert.Equal(4000, host.Steps.Executed.Distinct().Count());
        Assert.Equal(4000, host.Steps.Executed.Count);
    }

    [Fact]
    public async Task Run_ManyStepsReady_NeverExecutesMoreThanTheLimit()
    {
        var steps = new ScriptedExecutor();
        var gate = new Gate();
        var names = Enumerable.Range(0, 20).Select(i => $"s{i}").ToArray();
        Array.ForEach(names, name => steps.On(name, gate.PassAsync));
        await using var host = await EngineHost.OpenAsync(steps, options => options with { MaxConcurrentSteps = 3 });

        await host.StartAsync(EngineHost.Build(PlanBuilder.Of(names)));
        for (var i = 0; i < 3; i++)
        {
            await gate.EnteredAsync();
        }

        gate.Open();
        await host.EndAsync();

        Assert.Equal(3, gate.MostInside);
    }
}
