using FlowFunctions.Engine.DurableTask.Clients;
using FlowFunctions.Engine.DurableTask.Hub;
using FlowFunctions.Engine.DurableTask.Hub.Drivers;
using FlowFunctions.Engine.DurableTask.Hub.Faults;

namespace FlowFunctions.Engine.DurableTask.Tests.Hub;

public sealed class HubFaultsTests
{
    [Fact]
    public async Task DuplicateMessage_Always_EachAnswerIsInTheHistoryTwice()
    {
        var pump = await RunAsync(new HubFaults { DuplicateMessage = 1 }, tasks: 4);

        var answers = pump.Hub.History("a").Where(past => past.TaskCompleted is not null).ToList();
        Assert.Equal(8, answers.Count);
        Assert.All(
            answers.GroupBy(past => past.TaskCompleted.TaskScheduledId),
            twice => Assert.Equal(2, twice.Count())
        );
        Assert.Single(pump.Hub.History("a"), past => past.ExecutionStarted is not null);
    }

    [Fact]
    public async Task DuplicateActivity_Always_IsExecutedTwiceAndAnsweredTwice()
    {
        var pump = await RunAsync(new HubFaults { DuplicateActivity = 1 }, tasks: 3);

        Assert.Equal(6, pump.Hub.History("a").Count(past => past.TaskCompleted is not null));
    }

    [Fact]
    public async Task Reorder_Always_EventsKeepTheirOrder()
    {
        var orders = new HashSet<string>();
        for (var seed = 0; seed < 50; seed++)
        {
            var pump = new HubPump(
                new TaskHubOptions
                {
                    Seed = seed,
                    Faults = new HubFaults { Reorder = 1 },
                },
                new SumWorker()
            );
            pump.Hub.Start("a", "Sum", "5");
            foreach (var number in Enumerable.Range(0, 10))
            {
                pump.Hub.RaiseEvent("a", $"e{number}", null);
            }

            await pump.RunAsync();

            var history = pump.Hub.History("a");
            Assert.Equal(
                Enumerable.Range(0, 10).Select(number => $"e{number}"),
                history.Where(past => past.EventRaised is not null).Select(past => past.EventRaised.Name)
            );
            orders.Add(string.Join(',', history.Select(past => past.EventTypeCase)));
        }

        Assert.True(orders.Count > 10, $"Only {orders.Count} different orders.");
    }

    [Fact]
    public async Task TurnLost_Often_TheSameMessagesComeAgain()
    {
        var worker = new SumWorker();
        var pump = new HubPump(
            new TaskHubOptions
            {
                Seed = 3,
                Faults = new HubFaults { TurnLost = 0.5 },
            },
            worker
        );
        await RunAsync(pump, tasks: 4);

        var committed = pump.Hub.History("a").Count(past => past.OrchestratorStarted is not null);
        Assert.True(worker.Requests.Count > committed, "No turn was lost.");
    }

    [Fact]
    public async Task ActivityLost_Often_IsExecutedAgainAndAnsweredOnce()
    {
        var worker = new ScriptedWorker
        {
            Turn = (_, request) => GatedSum.Turn(request),
            Activity = (_, input) => GatedSum.Execute(input),
        };
        var pump = new HubPump(
            new TaskHubOptions
            {
                Seed = 1,
                Faults = new HubFaults { ActivityLost = 0.5 },
            },
            worker
        );
        await RunAsync(pump, tasks: 10);

        Assert.True(worker.Executed.Count > 10, "No result was lost.");
        Assert.Equal(10, pump.Hub.History("a").Count(past => past.TaskCompleted is not null));
    }

    [Fact]
    public async Task ActivityBroken_Sometimes_IsTaskFailedAsTheHostTellsIt()
    {
        var pump = await RunAsync(new HubFaults { ActivityBroken = 0.5 }, tasks: 5);

        var failed = pump.Hub.History("a").First(past => past.TaskFailed is not null).TaskFailed.FailureDetails;
        Assert.Equal("Microsoft.Azure.WebJobs.Host.FunctionInvocationException", failed.ErrorType);
        Assert.Equal("Exception while executing function: Functions.Square", failed.ErrorMessage);
        Assert.Equal("System.Net.Http.HttpRequestException", failed.InnerFailure.ErrorType);
    }

    [Fact]
    public async Task EarlyTimer_Always_FiresLessThanASecondBeforeItsTime()
    {
        var pump = await RunAsync(new HubFaults { EarlyTimer = 1 }, tasks: 1);

        var history = pump.Hub.History("a").ToList();
        var fired = history.FindIndex(past => past.TimerFired is not null);
        var turn = history.FindLastIndex(fired, past => past.OrchestratorStarted is not null);
        var early = history[fired].TimerFired.FireAt.ToDateTimeOffset() - history[turn].Timestamp.ToDateTimeOffset();
        Assert.InRange(early, TimeSpan.FromTicks(1), TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task TurnBroken_Always_FailsForGoodUntilRewound()
    {
        var pump = new HubPump(new TaskHubOptions { Faults = new HubFaults { TurnBroken = 1 } }, new SumWorker());
        pump.Hub.Start("a", "Sum", "1");
        await pump.RunAsync();

        Assert.Equal(InstanceStatus.Failed, pump.Hub.Get("a")!.Status);
        Assert.False(pump.Hub.RaiseEvent("a", GatedSum.Gate, null));
    }

    private static async Task<HubPump> RunAsync(HubFaults faults, int tasks)
    {
        var pump = new HubPump(new TaskHubOptions { Seed = 5, Faults = faults }, new SumWorker());
        await RunAsync(pump, tasks);
        return pump;
    }

    private static async Task RunAsync(HubPump pump, int tasks)
    {
        pump.Hub.Start("a", "Sum", $"{tasks}");
        pump.Hub.RaiseEvent("a", GatedSum.Gate, null);
        await pump.RunAsync();
        Assert.Equal(GatedSum.Result(tasks), pump.Hub.Get("a")!.Output);
    }
}
