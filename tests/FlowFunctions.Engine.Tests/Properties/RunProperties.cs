using System.Text.Json;
using FlowFunctions.Engine.History;
using FlowFunctions.Engine.Machine;
using FlowFunctions.Engine.Records;
using FlowFunctions.Engine.Steps;

namespace FlowFunctions.Engine.Tests.Properties;

/// <summary>What must hold for every flow, whatever its steps answer and in whatever order.</summary>
public sealed class RunProperties
{
    private const int Cases = 10_000;

    [Fact]
    public void Run_InAnyOrder_ComesToTheSameEnd() =>
        ForAll(seed =>
        {
            var flow = new RandomFlow(seed, mayBeCutShort: false);
            var first = new Simulation(flow, orderSeed: seed).Run();
            var second = new Simulation(flow, orderSeed: seed + 1).Run();

            Check(first, seed);
            Assert.NotNull(second.Result);
            Assert.Equal(first.Result!.Status, second.Result.Status);
            Assert.Equal(first.Result.Error?.Step, second.Result.Error?.Step);
            Assert.Equal(first.Ends, second.Ends);
        });

    [Fact]
    public void Run_CutShortByFailuresTimeoutsAndPeople_Ends() =>
        ForAll(seed =>
        {
            var flow = new RandomFlow(seed, mayBeCutShort: true);
            Check(new Simulation(flow, orderSeed: seed, interfere: seed % 2 == 0).Run(), seed);
        });

    private static void ForAll(Action<int> check) =>
        Parallel.For(
            1,
            Cases + 1,
            seed =>
            {
                try
                {
                    check(seed);
                }
                catch (Exception exception)
                {
                    throw new InvalidOperationException($"Case {seed}: {exception.Message}", exception);
                }
            }
        );

    private static void Check(Simulation simulation, int seed)
    {
        foreach (var run in simulation.Runs.Values)
        {
            Assert.True(run.State.Result is not null, $"{run.State.RunId} did not end");
            Assert.Empty(run.State.PendingCommands);
            Assert.All(run.State.Steps, step => Assert.True(step.Status.IsTerminal(), $"{step.Path} is {step.Status}"));
            Replay(run, throughJson: seed % 20 == 0);
            View(run);
        }
    }

    /// <summary>The view of a run shows each step as its last transition left it, and its attempts from the first to the last.</summary>
    private static void View(SimulatedRun run)
    {
        var writer = new HistoryWriter();
        run.History.ForEach(writer.Append);
        var view = new RunView(run.State.Plan);
        var last = new Dictionary<string, StepStatus>(StringComparer.Ordinal);
        foreach (var runEvent in HistoryReader.Read(writer.WrittenMemory))
        {
            foreach (var transition in view.Apply(runEvent).Transitions.Where(static change => !change.Step.IsOutput))
            {
                last[transition.Step.Path] = transition.Status;
            }
        }

        Assert.Equal(run.State.Result, view.State.Result);
        Assert.Equal(
            last.OrderBy(static step => step.Key),
            view.Steps.Select(StatusOf).OrderBy(static step => step.Key)
        );
        foreach (var step in view.Steps)
        {
            Assert.Equal(step.Attempt, step.Attempts.Count == 0 ? 0 : step.Attempts[^1].Number);
            Assert.Equal(
                Enumerable.Range(1, step.Attempts.Count),
                step.Attempts.Select(static attempt => attempt.Number)
            );
            Assert.All(step.Attempts, static attempt => Assert.NotNull(attempt.EndedAt));
            Assert.True(
                step.Finished is null || step.Finished <= (step.Total ?? int.MaxValue),
                $"{step.Path}: iterations"
            );
        }
    }

    private static KeyValuePair<string, StepStatus> StatusOf(StepRecord step) => new(step.Path, step.Status);

    /// <summary>Each prefix of a history gives the commands that it gave when it happened.</summary>
    private static void Replay(SimulatedRun run, bool throughJson)
    {
        var state = new RunState(run.State.Plan);
        var buffer = new CommandBuffer();
        for (var index = 0; index < run.History.Count; index++)
        {
            var runEvent = run.History[index];
            buffer.Clear();
            RunMachine.Apply(
                state,
                throughJson ? HistoryJson.Read(JsonElement.Parse(HistoryJson.Write(runEvent))) : runEvent,
                buffer
            );
            Assert.Equal(run.Commands[index], buffer.Commands.Select(CommandText.Of));
        }
    }
}
