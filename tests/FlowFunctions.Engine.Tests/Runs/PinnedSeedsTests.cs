using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using FlowFunctions.Engine.Payloads;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Engine.Steps;
using FlowFunctions.Flows.Catalog;
using FlowFunctions.Flows.Plans;

namespace FlowFunctions.Engine.Tests.Runs;

public sealed class PinnedSeedsTests
{
    private static readonly PlanBuilder Branches = PlanBuilder
        .Of("if", "no", "side", "yes", "end", "after")
        .Edge("if", "yes", port: "true")
        .Edge("if", "no", port: "false")
        .Edge("yes", "end")
        .Edge("no", "end")
        .Edge("end", "after");

    private static readonly Dictionary<string, StepView> None = [];
    private readonly List<PinProblem> _problems = [];

    [Fact]
    public void Pins_AreTakenInsteadOfExecuting()
    {
        var run = Start(Branches, Pins(("if", "true"), ("yes", null)), from: null);

        Assert.Equal("end side", run.Running);
        Assert.True(run.State.FindStep("yes")!.Pinned);
        Assert.Equal("\"yes\"", run.State.FindStep("yes")!.Output!.ToString());
        Assert.Equal(StepStatus.Skipped, run.StatusOf("no"));
    }

    [Fact]
    public void From_ExecutesThatStepAndWhatFollowsOnly()
    {
        var run = Start(Branches, Pins(("if", "true"), ("yes", null)), "end");

        Assert.Equal("end", run.Running);
        Assert.Equal(StepStatus.Skipped, run.StatusOf("side"));
        Assert.False(run.State.FindStep("side")!.Pinned);
        run.Succeed("end").Succeed("after").Finish();
        Assert.Equal(RunStatus.Succeeded, run.Result!.Status);
    }

    [Fact]
    public void From_TakesWhatAnEarlierRunRecorded_AndAPinOverIt()
    {
        var recorded = new Dictionary<string, StepView>
        {
            ["if"] = Done("if", "false"),
            ["no"] = Done("no", null),
            ["yes"] = new(StepStatus.Skipped, null, null),
        };

        var run = Start(Branches, Pins(("no", null)), "end", recorded);

        Assert.Equal("end", run.Running);
        Assert.False(run.State.FindStep("if")!.Pinned);
        Assert.True(run.State.FindStep("no")!.Pinned);
    }

    [Fact]
    public void From_WithoutAnOutputOfAReachedStep_NamesIt()
    {
        Seeds(Branches, Pins(("if", "true")), "end");

        var problem = Assert.Single(_problems);
        Assert.Equal(("yes", "Run.FromMissing"), (problem.Step, problem.Code));
    }

    [Fact]
    public void From_ThatTheGivenOutputsDoNotReach_SaysSo()
    {
        Seeds(Branches, Pins(("if", "false")), "yes");

        Assert.Equal("Run.FromSkipped", Assert.Single(_problems).Code);
    }

    [Fact]
    public void From_AFailureBranch_TakesAPinnedError()
    {
        var plan = PlanBuilder.Of("call", "alert").Edge("call", "alert", EdgeCondition.Failure);
        var error = new StepError { Code = "Http.500", Message = "No." };
        var pins = new Dictionary<string, StepView> { ["call"] = new(StepStatus.Failed, null, error) };

        Assert.Equal("alert", Start(plan, pins, "alert").Running);
    }

    [Fact]
    public void Pin_InALoop_IsRefusedAndNamesTheLoop()
    {
        var plan = PlanBuilder.Of("a").Loop("outer", new PlanBuilder().Loop("inner", PlanBuilder.Of("deep")));

        Seeds(plan, Pins(("deep", null), ("nowhere", null)), "inner");

        Assert.Equal(["Pin.Step", "Pin.Step", "Run.From"], _problems.Select(static problem => problem.Code));
        Assert.Contains("'outer'", _problems.Single(static it => it.Step == "deep").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Pin_OfAStepWithPorts_NeedsOne()
    {
        Seeds(Branches, Pins(("if", null)), from: null);

        Assert.Equal(("if", "Pin.Port"), (Assert.Single(_problems).Step, _problems[0].Code));
    }

    [Theory]
    [InlineData("if", "maybe", "false, true")]
    [InlineData("side", "true", "no ports")]
    public void Pin_ToAPortThatTheStepDoesNotHave_IsRefused(string step, string port, string says)
    {
        Seeds(Branches, Pins((step, port)), from: null);

        var problem = Assert.Single(_problems);
        Assert.Equal((step, "Pin.Port"), (problem.Step, problem.Code));
        Assert.Contains(says, problem.Message, StringComparison.Ordinal);
    }

    private static StepView Done(string output, string? port) =>
        new(StepStatus.Succeeded, Payload.Parse($"\"{output}\""), null, port);

    private static Dictionary<string, StepView> Pins(params (string Id, string? Port)[] pins) =>
        pins.ToDictionary(static pin => pin.Id, static pin => Done(pin.Id, pin.Port));

    private ImmutableSortedDictionary<string, StepView> Seeds(
        PlanBuilder plan,
        IReadOnlyDictionary<string, StepView> pins,
        string? from,
        IReadOnlyDictionary<string, StepView>? recorded = null
    ) => PinnedSeeds.Of(plan.Build(), new NoTypes(), pins, recorded ?? None, from, _problems);

    private RunDriver Start(
        PlanBuilder plan,
        IReadOnlyDictionary<string, StepView> pins,
        string? from,
        IReadOnlyDictionary<string, StepView>? recorded = null
    )
    {
        var seeds = Seeds(plan, pins, from, recorded);
        Assert.Empty(_problems);
        return new(
            plan,
            new RunStart
            {
                RunId = "tried",
                PlanHash = "test",
                Seeds = seeds,
            }
        );
    }

    /// <summary>Ports are those of edges then.</summary>
    private sealed class NoTypes : IStepCatalog
    {
        public IReadOnlyList<StepTypeDescriptor> Types => [];

        public bool TryFind(string type, [NotNullWhen(true)] out StepTypeDescriptor? descriptor)
        {
            descriptor = null;
            return false;
        }
    }
}
