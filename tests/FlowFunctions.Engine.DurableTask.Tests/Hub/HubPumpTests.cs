using FlowFunctions.Engine.DurableTask.Clients;
using FlowFunctions.Engine.DurableTask.Hub;
using FlowFunctions.Engine.DurableTask.Hub.Drivers;
using FlowFunctions.Engine.DurableTask.Hub.Faults;
using FlowFunctions.Engine.DurableTask.Protocol;

namespace FlowFunctions.Engine.DurableTask.Tests.Hub;

public sealed class HubPumpTests
{
    private const int Tasks = 5;

    private static readonly HubFaults Bearable = new()
    {
        DuplicateMessage = 0.2,
        DuplicateActivity = 0.2,
        Reorder = 0.5,
        TurnLost = 0.2,
        TurnLostAfterSending = 0.5,
        ActivityLost = 0.2,
        ActivityBroken = 0.2,
        EarlyTimer = 0.5,
    };

    [Fact]
    public async Task Run_WithFaultsAndSessions_EveryInstanceCompletesWithItsResult()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var (pump, _) = await RunAsync(seed);

            foreach (var state in pump.Hub.List(new() { Limit = 100 }).Instances)
            {
                Assert.True(
                    state is { Status: InstanceStatus.Completed } && state.Output == GatedSum.Result(Tasks),
                    $"Seed {seed}: {state}"
                );
                AssertHistory(pump.Hub.History(state.InstanceId));
            }
        }
    }

    [Fact]
    public async Task Run_ChildWithFaults_ParentGetsItsResult()
    {
        var worker = new ScriptedWorker
        {
            Turn = (orchestrator, asked) => orchestrator == "Parent" ? Family.Parent(asked) : GatedSum.Turn(asked),
            Activity = (_, input) => GatedSum.Execute(input),
        };
        for (var seed = 0; seed < 100; seed++)
        {
            var pump = new HubPump(new TaskHubOptions { Seed = seed, Faults = Bearable }, worker);
            pump.Hub.Start("p", "Parent", $"{Tasks}");
            await pump.RunUntilAsync(() => pump.Hub.Get("p~1") is not null);
            pump.Hub.RaiseEvent("p~1", GatedSum.Gate, "true");
            await pump.RunAsync();

            Assert.Equal(GatedSum.Result(Tasks), pump.Hub.Get("p")!.Output);
            Assert.Single(pump.Hub.History("p"), past => past.SubOrchestrationInstanceCreated is not null);
        }
    }

    [Fact]
    public async Task Run_TurnsBreak_RewindBringsEveryInstanceToItsResult()
    {
        var rewound = 0;
        for (var seed = 0; seed < 100; seed++)
        {
            // A rewind clears failed tasks that were done again under other ids; this orchestrator does not bear that.
            var faults = Bearable with
            {
                TurnBroken = 0.1,
                ActivityBroken = 0,
            };
            var pump = new HubPump(new TaskHubOptions { Seed = seed, Faults = faults }, new SumWorker());
            pump.Hub.Start("a", "Sum", $"{Tasks}");
            while (pump.Hub.Get("a")!.Status != InstanceStatus.Completed)
            {
                rewound += pump.Hub.Rewind("a", "again") ? 1 : 0;
                pump.Hub.RaiseEvent("a", GatedSum.Gate, "true");
                await pump.RunAsync();
                Assert.NotEqual(InstanceStatus.Running, pump.Hub.Get("a")!.Status);
            }

            Assert.Equal(GatedSum.Result(Tasks), pump.Hub.Get("a")!.Output);
        }

        Assert.True(rewound > 20, $"Only {rewound} instances failed.");
    }

    [Fact]
    public async Task Run_SameSeed_IsTheSameToTheLastByte()
    {
        var (_, first) = await RunAsync(42);
        var (_, second) = await RunAsync(42);
        var (_, other) = await RunAsync(43);

        Assert.Equal(first.Requests, second.Requests);
        Assert.NotEqual(first.Requests, other.Requests);
    }

    [Fact]
    public async Task Run_TimerPending_AdvancesTheClockToIt()
    {
        var pump = new HubPump(new TaskHubOptions(), new SumWorker());
        var begin = pump.Time.GetUtcNow();
        pump.Hub.Start("a", "Sum", "1");
        pump.Hub.RaiseEvent("a", GatedSum.Gate, "true");

        await pump.RunForAsync(TimeSpan.FromSeconds(9));
        Assert.Equal(InstanceStatus.Running, pump.Hub.Get("a")!.Status);
        Assert.Equal(begin.AddSeconds(9), pump.Time.GetUtcNow());

        await pump.RunAsync();
        Assert.Equal(InstanceStatus.Completed, pump.Hub.Get("a")!.Status);
        Assert.Equal(begin.AddSeconds(10), pump.Time.GetUtcNow());
    }

    [Fact]
    public async Task Run_WorkerThatNeverEnds_SaysSoAfterSomeSteps()
    {
        var worker = new ScriptedWorker { Turn = (_, request) => Answers.Forever(request) };
        var pump = new HubPump(new TaskHubOptions { MaxSteps = 100 }, worker);
        pump.Hub.Start("a", "Loop", "1");

        await Assert.ThrowsAsync<InvalidOperationException>(() => pump.RunAsync());
    }

    private static async Task<(HubPump Pump, SumWorker Worker)> RunAsync(int seed)
    {
        var worker = new SumWorker();
        var options = new TaskHubOptions
        {
            Seed = seed,
            Faults = Bearable,
            Sessions = new ExtendedSessions(TimeSpan.FromSeconds(5), EndsAtRandom: 0.2),
        };
        var pump = new HubPump(options, worker);
        foreach (var id in (string[])["a", "b", "c"])
        {
            Assert.True(pump.Hub.Start(id, "Sum", $"{Tasks}"));
            Assert.True(pump.Hub.RaiseEvent(id, GatedSum.Gate, "true"));
        }

        await pump.RunAsync();
        return (pump, worker);
    }

    /// <summary>Each action is in the history once, answers stand behind what they answer, and one completion ends it.</summary>
    private static void AssertHistory(IReadOnlyList<HistoryEvent> history)
    {
        var ids = history.Where(static past => past.EventId >= 0).Select(static past => past.EventId).ToList();
        Assert.Equal(Enumerable.Range(0, ids.Count), ids);
        Assert.Equal(HistoryEvent.EventTypeOneofCase.ExecutionCompleted, history[^2].EventTypeCase);
        Assert.Equal(HistoryEvent.EventTypeOneofCase.OrchestratorCompleted, history[^1].EventTypeCase);
        Assert.Single(history, static past => past.ExecutionStarted is not null);
        var known = new HashSet<int>();
        foreach (var past in history)
        {
            known.Add(past.EventId);
            if (past.TaskCompleted is { } completed)
            {
                Assert.Contains(completed.TaskScheduledId, known);
            }
        }
    }
}
