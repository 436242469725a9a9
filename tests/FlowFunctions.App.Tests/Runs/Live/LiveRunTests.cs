using FlowFunctions.App.Runs.Live;
using FlowFunctions.Engine.History;
using FlowFunctions.Engine.Machine;
using FlowFunctions.Engine.Payloads;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Engine.Steps;
using FlowFunctions.Flows.Compilation;
using FlowFunctions.Steps.Catalog;

namespace FlowFunctions.App.Tests.Runs.Live;

public sealed class LiveRunTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Events that became durable together are told one by one, with the state after all of them.</summary>
    [Fact]
    public void Append_OfEventsOfOneTurn_ShowsTheEndWithTheLastOfThem()
    {
        using var types = StepTypes.BuiltIn();
        var plan = new FlowCompiler(types)
            .Compile("""{ "id": "short", "steps": { "one": { "type": "transform", "with": { "value": 1 } } } }""")
            .Plan!;
        var started = new RunStarted(Now, new RunStart { RunId = RunIds.New(Now), PlanHash = plan.Hash });
        var events = new List<RunEvent> { started };
        var state = new RunState(plan);
        var effects = new CommandBuffer();
        RunMachine.Apply(state, started, effects);
        while (effects.Commands is [ExecuteStep step])
        {
            effects.Clear();
            events.Add(new StepCompleted(Now, step.Id, new StepOutcome.Succeeded(Payload.Parse("1"))));
            RunMachine.Apply(state, events[^1], effects);
        }

        var run = LiveRun.Started(state, started);
        foreach (var runEvent in events.SkipLast(1))
        {
            run.Append(state, runEvent, ends: false);
        }

        var before = run.ToRecord();
        run.Append(state, events[^1], ends: true);
        var after = run.ToRecord();

        Assert.IsType<CompleteRun>(Assert.Single(effects.Commands));
        Assert.False(before.Header.Status.IsTerminal());
        Assert.Equal(events.Count - 1, HistoryReader.Read(before.History).Count());
        Assert.Equal(RunStatus.Succeeded, after.Header.Status);
        Assert.Equal((Now, Now), (after.Header.StartedAt, after.Header.EndedAt));
        Assert.Equal(events.Count, HistoryReader.Read(after.History).Count());
    }
}
