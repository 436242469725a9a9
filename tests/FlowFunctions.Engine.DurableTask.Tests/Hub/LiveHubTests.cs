using FlowFunctions.Engine.DurableTask.Clients;
using FlowFunctions.Engine.DurableTask.Hub;
using FlowFunctions.Engine.DurableTask.Hub.Drivers;
using FlowFunctions.Engine.DurableTask.Protocol;
using Google.Protobuf;

namespace FlowFunctions.Engine.DurableTask.Tests.Hub;

public sealed class LiveHubTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Live_ManyInstances_AllEndWithinTheLimits()
    {
        var worker = new CountingWorker();
        using var patience = new CancellationTokenSource(Patience);
        await using (var live = new LiveHub(new TaskHubOptions(), worker, maxTurns: 3, maxActivities: 2))
        {
            for (var number = 0; number < 100; number++)
            {
                Assert.True(live.Hub.Start($"i{number}", "Echo", $"{number}"));
            }

            for (var number = 0; number < 100; number++)
            {
                var state = await live.Hub.WhenEndedAsync($"i{number}", patience.Token);
                Assert.Equal((InstanceStatus.Completed, $"{number}"), (state.Status, state.Output));
            }
        }

        Assert.InRange(worker.MostTurns, 1, 3);
        Assert.InRange(worker.MostActivities, 1, 2);
    }

    [Fact]
    public async Task Live_Timer_FiresAtItsTime()
    {
        using var patience = new CancellationTokenSource(Patience);
        await using var live = new LiveHub(new TaskHubOptions(), new CountingWorker());
        live.Hub.Start("a", "Wait", "1");

        await live.Hub.WhenEndedAsync("a", patience.Token);

        var fired = live.Hub.History("a").Single(past => past.TimerFired is not null).TimerFired;
        Assert.True(live.Hub.Get("a")!.LastUpdatedAt >= fired.FireAt.ToDateTimeOffset());
    }

    [Fact]
    public async Task Live_WorkerBreaksTheRules_TheHubSaysSoWhenItStops()
    {
        var live = new LiveHub(new TaskHubOptions(), new CountingWorker());
        live.Hub.Start("a", "Broken", "1");
        using var patience = new CancellationTokenSource(Patience);
        await live.WhenBrokenAsync(patience.Token);

        var broken = await Assert.ThrowsAsync<AggregateException>(async () => await live.DisposeAsync());
        Assert.NotEmpty(broken.InnerExceptions);
        Assert.All(broken.InnerExceptions, inner => Assert.IsType<NotSupportedException>(inner));
    }

    private sealed class CountingWorker : IHubWorker
    {
        private readonly Lock _lock = new();
        private int _turns;
        private int _activities;

        public int MostTurns { get; private set; }

        public int MostActivities { get; private set; }

        public async ValueTask<byte[]> TurnAsync(
            string orchestrator,
            byte[] request,
            CancellationToken cancellationToken
        )
        {
            lock (_lock)
            {
                MostTurns = Math.Max(MostTurns, ++_turns);
            }

            await Task.Yield();
            var answer = Answer(orchestrator, OrchestratorRequest.Parser.ParseFrom(request));
            lock (_lock)
            {
                _turns--;
            }

            return answer.ToByteArray();
        }

        public async ValueTask<string> ExecuteAsync(
            string activity,
            string instanceId,
            string input,
            CancellationToken cancellationToken
        )
        {
            lock (_lock)
            {
                MostActivities = Math.Max(MostActivities, ++_activities);
            }

            await Task.Yield();
            lock (_lock)
            {
                _activities--;
            }

            return input;
        }

        private static OrchestratorResponse Answer(string orchestrator, OrchestratorRequest request)
        {
            var last = request.NewEvents[^1];
            return orchestrator switch
            {
                "Broken" => new() { Actions = { new OrchestratorAction { TerminateOrchestration = new() } } },
                "Echo" when last.TaskCompleted is { } completed => Answers.Complete(1, completed.Result),
                "Echo" => Answers.Schedule(0, "Echo", last.ExecutionStarted.Input),
                _ when last.TimerFired is not null => Answers.Complete(1, null),
                _ => Answers.SetTimer(0, request.NewEvents[0].Timestamp.ToDateTimeOffset().AddMilliseconds(50)),
            };
        }
    }
}
