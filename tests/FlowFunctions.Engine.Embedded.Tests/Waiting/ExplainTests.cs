using FlowFunctions.Engine.Embedded.Tests.Engine;
using FlowFunctions.Engine.Explanations;
using FlowFunctions.Engine.Payloads;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Engine.Steps;
using FlowFunctions.Engine.Tests;
using FlowFunctions.Flows.Plans;

namespace FlowFunctions.Engine.Embedded.Tests.Waiting;

public sealed class ExplainTests
{
    private static readonly Plan Single = EngineHost.Build(PlanBuilder.Of("a"));

    [Fact]
    public async Task Explain_UnknownRun_IsNull()
    {
        await using var host = await EngineHost.OpenAsync();

        Assert.Null(await host.Engine.ExplainAsync("nobody"));
    }

    [Fact]
    public async Task Explain_QueuedRun_NamesTheLimitAndThePlace()
    {
        await using var host = await OpenAsync(new ScriptedExecutor(), "a");
        var settings = new PlanSettings { Concurrency = new PlanConcurrency(1, null, WhenFull.Queue) };
        var plan = EngineHost.Build(PlanBuilder.Of("a").Settings(settings));
        await host.StartAsync(plan, "r1");
        await host.StartAsync(plan, "r2");

        var explanation = await host.Engine.ExplainAsync("r2");
        var reason = Assert.Single(explanation!.Reasons);
        Assert.Equal((RunStatus.Queued, WaitKind.Admission, 1), (explanation.Status, reason.Kind, reason.Place));
        Assert.Equal(
            "Flow 'test' allows 1 open runs, and 1 are open. This one is number 1 in the queue.",
            reason.Message
        );

        await host.Engine.ControlAsync("r2", RunControl.Pause);
        Assert.Equal(WaitKind.Resume, (await ReasonAsync(host, "r2")).Kind);
    }

    [Fact]
    public async Task Explain_StepBeingExecuted_SaysForHowLong()
    {
        var steps = new ScriptedExecutor();
        var gate = steps.Block("a");
        await using var host = await EngineHost.OpenAsync(steps);
        await host.StartAsync(Single);
        await gate.EnteredAsync();
        var since = host.Time.GetUtcNow();
        await host.AdvanceAsync(TimeSpan.FromMinutes(10));
        Assert.DoesNotContain("longer than", (await ReasonAsync(host)).Message, StringComparison.Ordinal);
        await host.AdvanceAsync(TimeSpan.FromMinutes(6));

        var reason = await ReasonAsync(host);

        Assert.Equal(("a", WaitKind.Execution, since), (reason.Path, reason.Kind, reason.Since));
        Assert.Equal("Attempt 1 of 'test' is being executed, for 960 s, longer than 15 minutes.", reason.Message);
    }

    [Fact]
    public async Task Explain_StepThatIsDue_NamesTheLimitThatHoldsItUp()
    {
        var steps = new ScriptedExecutor();
        var gate = steps.Block("a");
        await using var host = await EngineHost.OpenAsync(steps, options => options with { MaxConcurrentSteps = 1 });
        await host.StartAsync(Single, "r1");
        await gate.EnteredAsync();
        await host.StartAsync(Single, "r2");

        var reason = await ReasonAsync(host, "r2");

        Assert.Equal(("a", WaitKind.Worker, 1), (reason.Path, reason.Kind, reason.Place));
        Assert.Contains("steps executed at once (1)", reason.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Explain_PausedRun_SaysWhatIsReady()
    {
        var steps = new ScriptedExecutor();
        var gate = steps.Block("a");
        await using var host = await EngineHost.OpenAsync(steps);
        await host.StartAsync(EngineHost.Build(PlanBuilder.Of("a", "b").Edge("a", "b")));
        await gate.EnteredAsync();
        await host.Engine.ControlAsync("run", RunControl.Pause);
        gate.Open();
        await host.Log.WhenAsync("b", StepStatus.Ready);

        var reason = await ReasonAsync(host);

        Assert.Equal((WaitKind.Resume, host.Time.GetUtcNow()), (reason.Kind, reason.Since));
        Assert.Equal("It is paused. Ready to start: 'b'. Resume it to go on.", reason.Message);
    }

    [Fact]
    public async Task Explain_StepBetweenAttempts_SaysWhyAndUntilWhen()
    {
        var steps = new ScriptedExecutor().On("a", _ => ScriptedExecutor.Fail("Http.503", retryable: true));
        await using var host = await EngineHost.OpenAsync(steps);
        var retry = new RetryPolicy
        {
            MaxAttempts = 2,
            Backoff = Backoff.Fixed,
            Delay = TimeSpan.FromHours(1),
        };
        await host.StartAsync(EngineHost.Build(new PlanBuilder().Step("a", step => step with { Retry = retry })));
        await host.Log.WhenAsync("a", StepStatus.Retrying);

        var reason = await ReasonAsync(host);

        Assert.Equal(WaitKind.Retry, reason.Kind);
        Assert.Equal(host.Time.GetUtcNow().AddHours(1), reason.Until);
        Assert.Contains("Http.503", reason.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("go", null, WaitKind.Signal, "Waits for the signal 'go'. Send it to the run by that name.")]
    [InlineData(
        "go",
        """{"title":"Pay 5?"}""",
        WaitKind.Approval,
        "Waits for a decision: Pay 5?. It is given as signal 'go'."
    )]
    [InlineData(null, null, WaitKind.Time, "Waits until 2026-01-01 01:00:00Z.")]
    public async Task Explain_StepThatWaits_SaysForWhat(string? signal, string? details, WaitKind kind, string message)
    {
        var steps = new ScriptedExecutor();
        await using var host = await EngineHost.OpenAsync(steps);
        DateTimeOffset? until = signal is null ? host.Time.GetUtcNow().AddHours(1) : null;
        var shown = details is null ? null : Payload.Parse(details);
        steps.On("a", _ => new StepOutcome.Waiting(until, signal, shown));
        await host.StartAsync(Single);
        await host.Log.WhenAsync("a", StepStatus.Waiting);

        var reason = await ReasonAsync(host);

        Assert.Equal((kind, message), (reason.Kind, reason.Message));
        Assert.Equal((signal, until), (reason.Target, reason.Until));
    }

    [Fact]
    public async Task Explain_CallOfAFlow_NamesTheChildRun()
    {
        var steps = new ScriptedExecutor().On("call", _ => new StepOutcome.Calling("child", Payload.Null));
        await using var host = await OpenAsync(steps, "a");
        host.Flows["child"] = Single;
        await host.StartAsync(EngineHost.Build(PlanBuilder.Of("call")));
        await host.Log.WhenAsync("call", StepStatus.Waiting);

        var reason = await ReasonAsync(host);

        Assert.Equal((WaitKind.Child, "run~2"), (reason.Kind, reason.Target));
    }

    private static async Task<EngineHost> OpenAsync(ScriptedExecutor steps, string blocked)
    {
        steps.Block(blocked);
        return await EngineHost.OpenAsync(steps);
    }

    /// <summary>The one reason, once nothing of the run is on its way to the disk.</summary>
    private static async Task<WaitReason> ReasonAsync(EngineHost host, string runId = "run")
    {
        await host.Engine.QueryAsync(runId, state => state.Status);
        return Assert.Single((await host.Engine.ExplainAsync(runId))!.Reasons);
    }
}
