using System.Runtime.CompilerServices;
using System.Text.Json;
using FlowFunctions.Engine.DurableTask.Protocol;
using FlowFunctions.Engine.Embedded.Tests.Engine;
using FlowFunctions.Engine.History;
using FlowFunctions.Engine.Machine;
using FlowFunctions.Engine.Steps;
using FlowFunctions.Flows.Plans;

namespace FlowFunctions.Engine.DurableTask.Tests.Turns;

/// <summary>The histories that are checked in for all engines: carried out turn by turn, this engine records the same events.</summary>
public sealed class GoldenRunTests
{
    public static TheoryData<string, Sending> Cases
    {
        get
        {
            var cases = new TheoryData<string, Sending>();
            foreach (var file in Directory.GetFiles(Folder(), "*.json").Order(StringComparer.Ordinal))
            {
                foreach (var sending in Enum.GetValues<Sending>())
                {
                    cases.Add(Path.GetFileNameWithoutExtension(file), sending);
                }
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Scenario_TurnByTurn_RecordsTheGoldenHistory(string name, Sending sending)
    {
        var golden = JsonElement.Parse(await File.ReadAllTextAsync(Path.Combine(Folder(), name + ".json")));
        var plan = Named(PlanJson.Read(JsonSerializer.SerializeToUtf8Bytes(golden.GetProperty("plan"))));
        RunEvent[] events =
        [
            .. golden.GetProperty("turns").EnumerateArray().Select(turn => HistoryJson.Read(turn.GetProperty("event"))),
        ];
        var bench = new TurnBench(plan, Answering(plan, events), sending);

        foreach (var happened in events)
        {
            if (Show(bench, plan, happened) is { } shown)
            {
                await bench.TurnAsync(happened.At, shown);
            }
        }

        Assert.NotNull(bench.Record);
        Assert.Equal(
            events.Select(static happened => HistoryJson.Write(happened).ToString()),
            HistoryReader
                .Read(bench.Record.Value.Run.History)
                .Select(static happened => HistoryJson.Write(happened).ToString())
        );
    }

    /// <summary>What brings an event about in a backend; nothing for one that a pure step is evaluated to in the turn before.</summary>
    private static HistoryEvent? Show(TurnBench bench, Plan plan, RunEvent happened) =>
        happened switch
        {
            RunStarted started => Shown.Started(plan, started.Start),
            StepCompleted step => bench.Asked.TryGetValue(step.CommandId, out var asked)
                ? Shown.Completed(asked, step.Outcome)
                : null,
            TimerFired timer => Shown.Fired(bench.Asked[timer.TimerId]),
            ChildCompleted child => Shown.ChildCompleted(bench.Asked[child.CommandId], child.Result),
            _ => Shown.Raised(Codec.SentEvents.Name, Codec.SentEvents.Write($"{happened.At:O} {happened}", happened)),
        };

    /// <summary>Pure steps answer as they did in the history.</summary>
    private static ScriptedExecutor Answering(Plan plan, RunEvent[] events)
    {
        var (state, buffer) = (new RunState(plan), new CommandBuffer());
        var asked = new Dictionary<int, ExecuteStep>();
        var outcomes = new Dictionary<string, StepOutcome>(StringComparer.Ordinal);
        foreach (var happened in events)
        {
            if (happened is StepCompleted completed && asked[completed.CommandId].Step.Plan.IsPure)
            {
                outcomes[asked[completed.CommandId].Step.Path] = completed.Outcome;
            }

            buffer.Clear();
            RunMachine.Apply(state, happened, buffer);
            foreach (var execute in buffer.Commands.OfType<ExecuteStep>())
            {
                asked[execute.Id] = execute;
            }
        }

        return new ScriptedExecutor().On(PlanStep.OutputId, request => outcomes[request.Path]);
    }

    /// <summary>The plan under the hash that the starts of the scenarios name.</summary>
    private static Plan Named(Plan plan) =>
        new()
        {
            Hash = "test",
            FlowId = plan.FlowId,
            Root = plan.Root,
            Settings = plan.Settings,
            InputSchema = plan.InputSchema,
        };

    private static string Folder([CallerFilePath] string source = "") =>
        Path.Combine(
            Path.GetDirectoryName(source)!,
            "../../FlowFunctions.Engine.Tests/History/Golden".Replace('/', Path.DirectorySeparatorChar)
        );
}
