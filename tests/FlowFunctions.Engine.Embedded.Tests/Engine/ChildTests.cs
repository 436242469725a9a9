using System.Text.Json;
using FlowFunctions.Engine.Machine;
using FlowFunctions.Engine.Payloads;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Engine.Steps;
using FlowFunctions.Engine.Tests;
using FlowFunctions.Flows.Plans;

namespace FlowFunctions.Engine.Embedded.Tests.Engine;

public sealed class ChildTests
{
    private static readonly Plan Parent = EngineHost.Build(PlanBuilder.Of("call"));

    private static readonly Plan Child = EngineHost.Build(PlanBuilder.Of("inner", "after").Edge("inner", "after"));

    private static readonly Plan WithCleanUp = EngineHost.Build(
        PlanBuilder.Of("inner", "cleanup").Edge("inner", "cleanup", EdgeCondition.Always)
    );

    [Fact]
    public async Task Call_KnownFlow_GoesOnWithItsOutput()
    {
        await using var host = await EngineHost.OpenAsync(Calls());
        host.Flows["child"] = Child;

        var result = await host.RunAsync(Parent);

        Assert.Equal(RunStatus.Succeeded, result.Status);
        Assert.Equal(["run/call/1", "inner", "after", "$output", "run/call/1+", "run/$output/1"], Steps(host));
    }

    [Fact]
    public async Task Call_UnknownFlow_FailsTheStep()
    {
        await using var host = await EngineHost.OpenAsync(Calls());

        var result = await host.RunAsync(Parent);

        Assert.Equal((RunStatus.Failed, ErrorCodes.SubflowNotFound), (result.Status, result.Error?.Code));
        Assert.Contains("child", result.Error?.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_InputThatDoesNotFit_FailsTheStep()
    {
        await using var host = await EngineHost.OpenAsync(Calls());
        host.Flows["child"] = EngineHost.WithHash(
            new Plan
            {
                Hash = "",
                FlowId = "child",
                Root = Child.Root,
                InputSchema = JsonElement.Parse("""{"type":"object","required":["orderId"]}"""),
            }
        );

        var result = await host.RunAsync(Parent);

        Assert.Equal((RunStatus.Failed, ErrorCodes.InputInvalid), (result.Status, result.Error?.Code));
    }

    [Theory]
    [InlineData(RunControl.Cancel)]
    [InlineData(RunControl.Terminate)]
    public async Task Control_ParentThatWaits_EndsTheChild(RunControl control)
    {
        await using var host = await EngineHost.OpenAsync(Calls());
        var child = await StartChildAsync(host, Child);

        await host.Engine.ControlAsync("run", control);

        Assert.Equal(RunStatus.Cancelled, (await host.EndAsync()).Status);
        Assert.Equal(RunStatus.Cancelled, (await host.EndAsync(child)).Status);
        Assert.DoesNotContain("after", Steps(host));
    }

    [Fact]
    public async Task Restart_ChildInTheMiddle_AnswersItsParent()
    {
        await using var first = await EngineHost.OpenAsync(Calls());
        await StartChildAsync(first, Child);

        await using var second = await first.RestartAsync(Calls());

        Assert.Equal(RunStatus.Succeeded, (await second.EndAsync()).Status);
        Assert.Equal(["inner", "after", "$output", "run/call/1+", "run/$output/1"], Steps(second));
    }

    [Fact]
    public async Task Restart_CancelledParentWhoseChildNeverHeard_EndsBoth()
    {
        await using var first = await EngineHost.OpenAsync(Calls());
        await StartChildAsync(first, Child);
        await first.Engine.DisposeAsync();

        // What a crash leaves between the parent's event and the child's: the former is in the journal, the latter is not.
        await JournalFiles.AppendAsync(
            first.Directory,
            "run",
            new ControlRequested(first.Time.GetUtcNow(), RunControl.Cancel)
        );
        await using var second = await first.RestartAsync(Calls());

        Assert.Equal(RunStatus.Cancelled, (await second.EndAsync()).Status);
        Assert.Empty(await second.Engine.ListOpenAsync());
        Assert.DoesNotContain("after", Steps(second));
    }

    [Fact]
    public async Task Terminate_Parent_EndsTheChildWithoutItsCleanUp()
    {
        await using var host = await EngineHost.OpenAsync(Calls());
        var child = await StartChildAsync(host, WithCleanUp);

        await host.Engine.ControlAsync("run", RunControl.Terminate);

        Assert.Equal(ErrorCodes.Terminated, (await host.EndAsync(child)).Error?.Code);
        Assert.DoesNotContain("cleanup", Steps(host));
    }

    [Fact]
    public async Task Restart_EndedParentWhoseChildNeverHeard_EndsTheChild()
    {
        await using var first = await EngineHost.OpenAsync(Calls());
        var child = await StartChildAsync(first, WithCleanUp);
        await first.Engine.DisposeAsync();
        var end = new RunResult(RunStatus.TimedOut, Output: null, Error: null);
        var timeout = new TimerFired(first.Time.GetUtcNow(), TimerId: 99);
        await JournalFiles.AppendAsync(first.Directory, "run", timeout, end);

        await using var second = await first.RestartAsync(Calls());

        Assert.Equal(RunStatus.Cancelled, (await second.EndAsync(child)).Status);
        Assert.Contains("cleanup", Steps(second));
    }

    /// <summary>Starts the parent and returns the child's id once the child is held in its first step.</summary>
    private static async Task<string> StartChildAsync(EngineHost host, Plan child)
    {
        host.Flows["child"] = child;
        var gate = host.Steps.Block("inner");
        await host.StartAsync(Parent);
        await gate.EnteredAsync();
        return (await host.Engine.ListOpenAsync()).Single(id => id != "run");
    }

    private static ScriptedExecutor Calls() =>
        new ScriptedExecutor().On(
            "call",
            request =>
                request.Resume is null ? new StepOutcome.Calling("child", Payload.Parse("{}")) : ScriptedExecutor.Ok()
        );

    /// <summary>Identities, those of the child without its id.</summary>
    private static IEnumerable<string> Steps(EngineHost host) =>
        host.Steps.Executed.Select(id => id.StartsWith("run/", StringComparison.Ordinal) ? id : id.Split('/')[1]);
}
