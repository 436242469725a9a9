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
        var steps = Calls();
        var gate = steps.Block("inner");
        await using var host = await EngineHost.OpenAsync(steps);
        host.Flows["child"] = Child;
        await host.StartAsync(Parent);
        await gate.EnteredAsync();
        var child = (await host.Engine.ListOpenAsync()).Single(id => id != "run");

        await host.Engine.ControlAsync("run", control);

        Assert.Equal(RunStatus.Cancelled, (await host.EndAsync()).Status);
        Assert.Equal(RunStatus.Cancelled, (await host.EndAsync(child)).Status);
        Assert.DoesNotContain("after", Steps(host));
    }

    [Fact]
    public async Task Restart_ChildInTheMiddle_AnswersItsParent()
    {
        var steps = Calls();
        var gate = steps.Block("inner");
        await using var first = await EngineHost.OpenAsync(steps);
        first.Flows["child"] = Child;
        await first.StartAsync(Parent);
        await gate.EnteredAsync();

        await using var second = await first.RestartAsync(Calls());

        Assert.Equal(RunStatus.Succeeded, (await second.EndAsync()).Status);
        Assert.Equal(["inner", "after", "$output", "run/call/1+", "run/$output/1"], Steps(second));
    }

    [Fact]
    public async Task Restart_CancelledParentWhoseChildNeverHeard_EndsBoth()
    {
        var steps = Calls();
        var gate = steps.Block("inner");
        await using var first = await EngineHost.OpenAsync(steps);
        first.Flows["child"] = Child;
        await first.StartAsync(Parent);
        await gate.EnteredAsync();
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
