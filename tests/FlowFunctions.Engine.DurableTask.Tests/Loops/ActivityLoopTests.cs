using FlowFunctions.Engine.DurableTask.Clients;
using FlowFunctions.Engine.DurableTask.Hub;
using FlowFunctions.Engine.DurableTask.Hub.Drivers;
using FlowFunctions.Engine.DurableTask.Hub.Faults;
using FlowFunctions.Engine.DurableTask.Loops;

namespace FlowFunctions.Engine.DurableTask.Tests.Loops;

/// <summary>The loop on the task hub, by the rules of the Durable Task Framework and with what can go wrong.</summary>
public sealed class ActivityLoopTests
{
    private const string Id = "loop";
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private static readonly HubFaults Bearable = new()
    {
        DuplicateMessage = 0.2,
        DuplicateActivity = 0.2,
        Reorder = 0.5,
        TurnLost = 0.2,
        TurnLostAfterSending = 0.5,
        ActivityLost = 0.2,
        EarlyTimer = 0.5,
    };

    [Fact]
    public async Task Loop_ForAnHour_GivesEachCallTheAnswerBeforeItAndKeepsItsHistoryShort()
    {
        var loop = new LoopWorker(static call => TimeSpan.FromSeconds(call % 4));
        var pump = Start(loop, new TaskHubOptions());

        await pump.RunForAsync(TimeSpan.FromHours(1));

        Assert.InRange(loop.Inputs.Count, 2_300, 2_500);
        Assert.Equal(LoopPause.Write(Second), loop.Inputs[0]);
        Assert.Equal(
            Enumerable.Range(0, 100).Select(static call => LoopPause.Write(TimeSpan.FromSeconds(call % 4))),
            loop.Inputs.Skip(1).Take(100)
        );
        Assert.InRange(pump.Hub.History(Id).Count, 1, 12);
        Assert.Equal(InstanceStatus.Running, pump.Hub.Get(Id)!.Status);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Loop_WithFaults_GoesOnWithAShortHistory(bool hasSessions)
    {
        for (var seed = 0; seed < 50; seed++)
        {
            var loop = new LoopWorker(static _ => Second);
            var options = new TaskHubOptions
            {
                Seed = seed,
                Faults = Bearable,
                Sessions = hasSessions ? new ExtendedSessions(TimeSpan.FromSeconds(30), EndsAtRandom: 0.2) : null,
            };
            var pump = Start(loop, options);

            await pump.RunUntilAsync(() => loop.Inputs.Count > 50);

            Assert.InRange(pump.Hub.History(Id).Count, 1, 40);
            Assert.Equal(InstanceStatus.Running, pump.Hub.Get(Id)!.Status);
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("7")]
    [InlineData("""{"pauseMs":"soon"}""")]
    public async Task Activity_ThatFailsOrAnswersSomethingElse_IsCalledAgainAfterAPause(string? answer)
    {
        var loop = new LoopWorker(static _ => Second) { Instead = answer, BreaksFirst = true };
        var pump = Start(loop, new TaskHubOptions());

        await pump.RunForAsync(LoopPause.AfterFailure - Second);
        Assert.Single(loop.Inputs);
        await pump.RunForAsync(1.5 * Second);

        Assert.Equal([LoopPause.Write(Second), LoopPause.Write(Second)], loop.Inputs);
    }

    [Fact]
    public async Task Loop_WhoseActivityWantsNoMore_EndsAndCanBeStartedAgain()
    {
        var loop = new LoopWorker(static call => call == 2 ? LoopPause.End : Second);
        var pump = Start(loop, new TaskHubOptions());

        await pump.RunAsync();

        Assert.Equal((InstanceStatus.Completed, 3), (pump.Hub.Get(Id)!.Status, loop.Inputs.Count));
        Assert.True(pump.Hub.Start(Id, "Loop", LoopPause.Write(Second)));
        await pump.RunForAsync(10 * Second);
        Assert.Equal(InstanceStatus.Running, pump.Hub.Get(Id)!.Status);
    }

    [Fact]
    public async Task Loop_ThatIsTerminated_Ends()
    {
        var loop = new LoopWorker(static _ => Second);
        var pump = Start(loop, new TaskHubOptions());
        await pump.RunForAsync(10 * Second);

        pump.Hub.Terminate(Id, "enough");
        await pump.RunAsync();

        Assert.Equal(InstanceStatus.Terminated, pump.Hub.Get(Id)!.Status);
    }

    [Theory]
    [InlineData("""{"pauseMs":1500}""", 1_500L)]
    [InlineData("""{"pauseMs":-5}""", -1L)]
    [InlineData("""{"pauseMs":99999999}""", 300_000L)]
    [InlineData("{", null)]
    [InlineData("[]", null)]
    [InlineData(null, null)]
    public void Pause_Read_IsWithinItsBounds(string? text, long? expected) =>
        Assert.Equal(expected, (long?)LoopPause.Read(text)?.TotalMilliseconds);

    private static HubPump Start(LoopWorker worker, TaskHubOptions options)
    {
        var pump = new HubPump(options, worker);
        Assert.True(pump.Hub.Start(Id, "Loop", LoopPause.Write(Second)));
        return pump;
    }

    private sealed class LoopWorker(Func<int, TimeSpan> pause) : IHubWorker
    {
        private readonly ActivityLoop _loop = new("Work");

        /// <summary>What the activity was called with.</summary>
        public List<string> Inputs { get; } = [];

        /// <summary>What it answers first, in place of a pause; null when the call breaks.</summary>
        public string? Instead { get; init; }

        /// <summary>Whether the first call does not end as it should.</summary>
        public bool BreaksFirst { get; init; }

        public ValueTask<byte[]> TurnAsync(string orchestrator, byte[] request, CancellationToken cancellationToken) =>
            ValueTask.FromResult(_loop.Turn(request));

        public ValueTask<string> ExecuteAsync(
            string activity,
            string instanceId,
            string input,
            CancellationToken cancellationToken
        )
        {
            Assert.Equal(("Work", Id), (activity, instanceId));
            Inputs.Add(input);
            return BreaksFirst && Inputs.Count == 1
                ? ValueTask.FromResult(Instead ?? throw new IOException("The handler is gone."))
                : ValueTask.FromResult(LoopPause.Write(pause(Inputs.Count - 1)));
        }
    }
}
