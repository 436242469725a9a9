using System.Collections.Frozen;
using FlowFunctions.Engine.Contracts;
using FlowFunctions.Engine.Embedded.Dispatch;
using FlowFunctions.Engine.Embedded.Journal;
using FlowFunctions.Engine.Embedded.Runs;
using FlowFunctions.Engine.Machine;
using FlowFunctions.Engine.Payloads;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Engine.Tests;
using FlowFunctions.Flows.Plans;

namespace FlowFunctions.Engine.Embedded.Tests.Dispatch;

public sealed class StepQueueTests
{
    private static readonly PlanStep Template = PlanBuilder.Of("a").Build().Root.Steps[0];
    private readonly Dictionary<string, OpenRun> _runs = [];

    [Fact]
    public void Take_TwoWorkspaces_TakeTurns()
    {
        var queue = Queue(all: 1);
        Add(queue, "big", "b1", "b2", "b3", "b4");
        Add(queue, "small", "s1", "s2");

        Assert.Equal("b1 s1 b2 s2 b3 b4", Drain(queue));
    }

    [Fact]
    public void Take_WorkspaceThatComesLater_IsServedNext()
    {
        var queue = Queue(all: 1);
        Add(queue, "big", "b1", "b2", "b3");
        var first = queue.Take()!;
        Add(queue, "late", "l1");

        Assert.Equal("b2", Id(first = queue.TakeAfter(first)!));
        Assert.Equal("l1", Id(queue.TakeAfter(first)!));
    }

    [Fact]
    public void Take_TypeAtItsLimit_HoldsUpNobodyElse()
    {
        var queue = Queue(all: 10, types: ("slow", 1));
        Add(queue, "w", "slow:1", "slow:2", "slow:3", "fast:4", "fast:5");

        var taken = TakeAll(queue);
        Assert.Equal("slow:1 fast:4 fast:5", string.Join(' ', taken.Select(Id)));
        Assert.Equal(new StepPlace(StepLimit.Type, 1, 1), Place(queue, "slow:2"));
        Assert.Equal(2, Place(queue, "slow:3")?.Place);
        Assert.Null(Place(queue, "slow:1"));
        Assert.Null(queue.TakeAfter(taken[1]));
        Assert.Equal("slow:2", Id(queue.TakeAfter(taken[0])!));
    }

    [Fact]
    public void Take_LimitedTypeOfManyWorkspaces_GoesRound()
    {
        var queue = Queue(all: 10, types: ("slow", 1));
        Add(queue, "a", "slow:a1", "slow:a2");
        Add(queue, "b", "slow:b1", "slow:b2");

        Assert.Equal("slow:a1 slow:b1 slow:a2 slow:b2", Drain(queue));
    }

    [Fact]
    public void Take_WorkspaceAlone_MayHaveAllPlaces()
    {
        var queue = Queue(all: 5);
        Add(queue, "w", "1", "2", "3", "4", "5", "6");

        Assert.Equal(5, TakeAll(queue).Count);
        Assert.Equal(new StepPlace(StepLimit.All, 5, 1), Place(queue, "6"));
    }

    [Fact]
    public void Take_OtherWorkspaceHasSteps_LeavesAFifthFree()
    {
        var queue = Queue(all: 5);
        Add(queue, "other", "o1");
        Add(queue, "w", "1", "2", "3", "4", "5", "6");
        var other = queue.Take()!;
        var taken = TakeAll(queue);

        Assert.Equal("o1", Id(other));
        Assert.Equal("1 2 3 4", string.Join(' ', taken.Select(Id)));
        Assert.Equal(StepLimit.All, Place(queue, "5")?.Limit);

        // The other's place stays free for the next workspace as long as the other is here, and goes to the last one left.
        Add(queue, "third", "t1");
        Assert.Equal("t1", Id(other = queue.TakeAfter(other)!));
        Assert.Equal("5", Id(queue.TakeAfter(other)!));
    }

    [Fact]
    public void Take_WorkspaceAtItsShare_SaysSo()
    {
        var queue = Queue(all: 10);
        Add(queue, "w", [.. Enumerable.Range(0, 20).Select(i => $"{i}")]);
        Add(queue, "other", "o1");

        Assert.Equal(9, TakeAll(queue).Count);
        Assert.Equal(new StepPlace(StepLimit.Workspace, 8, 1), Place(queue, "8"));
    }

    [Fact]
    public void Stop_StepsGoOn_IsIdleWhenTheyHaveEnded()
    {
        var queue = Queue(all: 2);
        Add(queue, "w", "1", "2", "3");
        var taken = TakeAll(queue);
        queue.Stop();

        Assert.Null(queue.TakeAfter(taken[0]));
        Assert.False(queue.Idle.IsCompleted);
        Assert.Null(queue.TakeAfter(taken[1]));
        Assert.True(queue.Idle.IsCompleted);
        Assert.Equal(StepLimit.Stopped, Place(queue, "3")?.Limit);
    }

    [Fact]
    public void Take_RandomLoad_KeepsEveryLimitAndServesEverything()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var queue = Queue(all: random.Next(1, 9), types: [("x", random.Next(1, 4)), ("y", random.Next(1, 4))]);
            var model = new Model(queue, random);
            for (var i = 0; i < 300; i++)
            {
                model.Step(workspace => Add(queue, workspace, $"{"xyz"[random.Next(3)]}:{i}"));
            }

            model.Finish();
        }
    }

    private readonly List<Execution> _added = [];

    private static StepQueue Queue(int all, params (string Type, int Limit)[] types) =>
        new(
            new DispatchLimits(
                all,
                (all * 4 + 4) / 5,
                types.ToFrozenDictionary(static pair => pair.Type, static pair => pair.Limit, StringComparer.Ordinal)
            )
        );

    private void Add(StepQueue queue, string workspace, params string[] ids)
    {
        foreach (var id in ids)
        {
            var execution = new Execution(null!, RunOf(workspace), _added.Count, Request(id), DateTimeOffset.UnixEpoch);
            _added.Add(execution);
            queue.Add(execution);
        }
    }

    private OpenRun RunOf(string workspace)
    {
        if (!_runs.TryGetValue(workspace, out var run))
        {
            var start = new RunStart
            {
                RunId = workspace,
                PlanHash = "",
                Workspace = workspace,
            };
            var state = new RunState(PlanBuilder.Of("a").Build(), start);
            _runs.Add(workspace, run = new OpenRun(workspace, state, new LiveRun(_runs.Count + 1)));
        }

        return run;
    }

    /// <summary>The part before a colon is the step's type.</summary>
    private static StepRequest Request(string id) =>
        new()
        {
            RunId = "run",
            FlowId = "flow",
            RunStartedAt = default,
            Path = id,
            Attempt = 1,
            ReadyAt = default,
            Step = Template with { Type = id.Split(':')[0] },
            Input = Payload.Null,
            Trigger = Payload.Null,
            Env = Payload.Null,
            Steps = new Dictionary<string, Steps.StepView>(),
        };

    private StepPlace? Place(StepQueue queue, string id) => queue.PlaceOf(_added.Single(added => Id(added) == id));

    private static string Id(Execution execution) => execution.Request.Path;

    private static List<Execution> TakeAll(StepQueue queue)
    {
        var taken = new List<Execution>();
        while (queue.Take() is { } execution)
        {
            taken.Add(execution);
        }

        return taken;
    }

    private static string Drain(StepQueue queue)
    {
        var order = new List<string>();
        for (var next = queue.Take(); next is not null; next = queue.TakeAfter(next))
        {
            order.Add(Id(next));
        }

        return string.Join(' ', order);
    }

    /// <summary>Adds, takes and ends steps at random; what is due and allowed is always taken.</summary>
    private sealed class Model(StepQueue queue, Random random)
    {
        private readonly List<Execution> _running = [];
        private int _added;
        private int _ended;

        public void Step(Action<string> add)
        {
            if (random.Next(2) == 0)
            {
                add($"w{random.Next(4)}");
                _added++;
            }
            else if (_running.Count > 0)
            {
                End(_running[random.Next(_running.Count)]);
            }

            _running.AddRange(TakeAll(queue));
            Assert.All(
                _running.GroupBy(static one => one.Lane!),
                static lane => Assert.True(lane.Count() <= lane.Key.Limit)
            );
        }

        public void Finish()
        {
            while (_running.Count > 0)
            {
                End(_running[0]);
                _running.AddRange(TakeAll(queue));
            }

            Assert.Equal(_added, _ended);
            Assert.Equal(0, queue.Waiting);
        }

        private void End(Execution execution)
        {
            _running.Remove(execution);
            _ended++;
            if (queue.TakeAfter(execution) is { } next)
            {
                _running.Add(next);
            }
        }
    }
}
