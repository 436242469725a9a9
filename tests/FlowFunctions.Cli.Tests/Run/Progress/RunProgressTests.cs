using FlowFunctions.Cli.Run.Display;
using FlowFunctions.Cli.Run.Progress;
using FlowFunctions.Engine.Machine;
using FlowFunctions.Engine.Payloads;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Engine.Steps;

namespace FlowFunctions.Cli.Tests.Run.Progress;

public sealed class RunProgressTests
{
    private const string Http = "{ type: http, with: { url: \"http://x\" } }";
    private const string Loop = $$$"""
        id: loop
        steps:
          before: { type: transform, with: { value: 1 } }
          each:
            type: foreach
            with: { items: "{{ input }}", concurrency: 2 }
            body: { steps: { get: {{{Http}}}, use: { type: transform, with: { value: 1 } } }, edges: [{ from: get, to: use }] }
        edges: [{ from: before, to: each }]
        """;
    private static readonly StepOutcome Done = new StepOutcome.Succeeded(Payload.Null);

    [Fact]
    public void Steps_Loop_AreAddressedByIteration()
    {
        using var run = new DrivenRun(Loop, "[1,2,3]");

        run.Answer("each[1]/get", Done);

        Assert.Equal(
            [
                "before Succeeded",
                "each Running",
                "each[0]/get Running",
                "each[1]/get Succeeded",
                "each[1]/use Succeeded",
                "each[2]/get Running",
            ],
            run.Steps
        );
    }

    [Fact]
    public void Loop_IterationsEnd_AreCountedOutOfAll()
    {
        using var run = new DrivenRun(Loop, "[1,2,3]");
        var loop = run.Progress.Root.Find("each");

        Assert.Equal((0, 3), (loop.Finished, loop.Total));
        run.Answer("each[1]/get", Done);
        Assert.Equal((1, 3), (loop.Finished, loop.Total));
        run.Answer("each[0]/get", Done).Answer("each[2]/get", Done);
        Assert.Equal((3, 3), (loop.Finished, loop.Total));
        Assert.Equal(RunStatus.Succeeded, run.Progress.Status);
    }

    [Fact]
    public void Loop_InChildRuns_LooksLikeOneLoop()
    {
        using var run = new DrivenRun(Loop, $"[{string.Join(',', Enumerable.Range(0, 201))}]");
        var loop = run.Progress.Root.Find("each");

        for (var index = 0; index < 201; index++)
        {
            run.Answer($"each[{index}]/get", Done);
        }

        Assert.Equal((201, 201), (loop.Finished, loop.Total));
        Assert.Equal("each[200]/use Succeeded", run.Steps.Last());
        Assert.Equal(2 + (2 * 201), run.Steps.Count());
        Assert.Equal(RunStatus.Succeeded, run.Progress.Status);
    }

    [Fact]
    public void Steps_CalledFlow_StandBelowTheirCaller()
    {
        using var run = new DrivenRun(
            "id: outer\nsteps: { call: { type: subflow, with: { flow: inner } } }",
            called: $"id: inner\nsteps: {{ get: {Http} }}"
        );

        Assert.Equal(["call Waiting", "call/get Running"], run.Steps);
        Assert.Equal("run~2", run.Progress.Root.Reached().Last().RunId);
    }

    [Fact]
    public void Retry_Attempts_AreFollowed()
    {
        using var run = new DrivenRun(
            $$"""
            id: retry
            steps: { get: { type: http, with: { url: "http://x" }, retry: { maxAttempts: 2, delay: 1s } } }
            """
        );
        var step = run.Progress.Root.Find("get");

        run.Answer(
            "get",
            new StepOutcome.Failed(
                new StepError
                {
                    Code = "Http.503",
                    Message = "Busy.",
                    Retryable = true,
                }
            )
        );
        Assert.Equal((StepStatus.Retrying, 1, "Http.503"), (step.Status, step.Attempt, step.Error!.Code));

        run.Fire("get").Answer("get", Done);
        Assert.Equal((StepStatus.Succeeded, 2), (step.Status, step.Attempt));
        Assert.Null(step.Error);
        Assert.Equal(DrivenRun.Start, step.StartedAt);
    }

    [Fact]
    public void Relay_RunToldFromItsStart_MakesItsProgress()
    {
        using var run = new DrivenRun(Loop, "[1,2,3]");
        var relay = new RecorderRelay("run");
        var other = new RecorderRelay("other");
        var (state, effects) = (new RunState(run.State.Plan), new CommandBuffer());
        var started = new RunStarted(DrivenRun.Start, run.State.Start!);
        RunMachine.Apply(state, started, effects);

        relay.Record(state, started, effects);
        other.Record(state, started, effects);

        Assert.Equal(["before"], relay.Progress!.Root.Reached().Select(static step => step.Path));
        Assert.Null(other.Progress);
    }

    [Fact]
    public void Loop_ItemsTooLargeToCount_ShowsNoTotal()
    {
        using var run = new DrivenRun(Loop, "[1,2,3]");
        var loop = run.Answer("each[1]/get", Done).Progress.Root.Find("each");

        Assert.Contains("each 1/3", StepText.Describe(loop, DrivenRun.Start), StringComparison.Ordinal);
        loop.Total = null;
        Assert.DoesNotContain("iteration", StepText.Describe(loop, DrivenRun.Start), StringComparison.Ordinal);
    }
}
