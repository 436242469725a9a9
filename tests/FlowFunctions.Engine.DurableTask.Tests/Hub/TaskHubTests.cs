using FlowFunctions.Engine.DurableTask.Clients;
using FlowFunctions.Engine.DurableTask.Hub;
using FlowFunctions.Engine.DurableTask.Hub.Drivers;
using FlowFunctions.Engine.DurableTask.Protocol;
using InstanceQuery = FlowFunctions.Engine.DurableTask.Clients.InstanceQuery;

namespace FlowFunctions.Engine.DurableTask.Tests.Hub;

public sealed class TaskHubTests
{
    [Fact]
    public async Task Start_InstanceRuns_IsRefusedUntilItHasEnded()
    {
        var pump = Pump();
        Assert.True(pump.Hub.Start("a", "Sum", "1"));
        Assert.False(pump.Hub.Start("a", "Sum", "2"));

        await Complete(pump, "a");
        Assert.Equal(GatedSum.Result(1), pump.Hub.Get("a")!.Output);

        Assert.True(pump.Hub.Start("a", "Sum", "3"));
        await Complete(pump, "a");
        Assert.Equal(GatedSum.Result(3), pump.Hub.Get("a")!.Output);
    }

    [Fact]
    public async Task Get_ThroughItsLife_ShowsStatusAndTimes()
    {
        var pump = Pump();
        var begin = pump.Time.GetUtcNow();
        Assert.Null(pump.Hub.Get("a"));
        pump.Hub.Start("a", "Sum", "2");
        Assert.Equal(InstanceStatus.Pending, pump.Hub.Get("a")!.Status);

        await pump.RunForAsync(TimeSpan.FromSeconds(1));
        var running = pump.Hub.Get("a")!;
        Assert.Equal((InstanceStatus.Running, "0", "Sum"), (running.Status, running.CustomStatus, running.Name));

        await Complete(pump, "a");
        var completed = pump.Hub.Get("a")!;
        Assert.Equal((InstanceStatus.Completed, begin), (completed.Status, completed.CreatedAt));
        Assert.Equal(begin.AddSeconds(10), completed.LastUpdatedAt);
    }

    [Fact]
    public async Task Suspend_Resume_ShowAsStatusAndReachTheWorker()
    {
        var worker = new SumWorker();
        var pump = new HubPump(new TaskHubOptions(), worker);
        pump.Hub.Start("a", "Sum", "1");
        await pump.RunForAsync(TimeSpan.FromSeconds(1));

        Assert.True(pump.Hub.Suspend("a", "wait"));
        await pump.RunForAsync(TimeSpan.FromSeconds(1));
        Assert.Equal(InstanceStatus.Suspended, pump.Hub.Get("a")!.Status);

        Assert.True(pump.Hub.Resume("a", "go on"));
        await pump.RunForAsync(TimeSpan.FromSeconds(1));
        Assert.Equal(InstanceStatus.Running, pump.Hub.Get("a")!.Status);
        Assert.Contains(pump.Hub.History("a"), past => past.ExecutionSuspended?.Input == "wait");
        Assert.Contains(pump.Hub.History("a"), past => past.ExecutionResumed?.Input == "go on");
    }

    [Fact]
    public async Task Terminate_NextTurn_EndsTheInstance()
    {
        var pump = Pump();
        pump.Hub.Start("a", "Sum", "1");
        await pump.RunAsync();

        Assert.True(pump.Hub.Terminate("a", "enough"));
        await pump.RunAsync();

        var state = pump.Hub.Get("a")!;
        Assert.Equal((InstanceStatus.Terminated, "enough"), (state.Status, state.Output));
    }

    [Fact]
    public async Task Clients_InstanceEndedOrMissing_AreTold()
    {
        var pump = Pump();
        pump.Hub.Start("a", "Sum", "1");
        Assert.False(pump.Hub.Purge("a"));
        await Complete(pump, "a");

        foreach (var id in (string[])["a", "none"])
        {
            Assert.False(pump.Hub.RaiseEvent(id, "Go", null));
            Assert.False(pump.Hub.Terminate(id, null));
            Assert.False(pump.Hub.Suspend(id, null));
            Assert.False(pump.Hub.Resume(id, null));
            Assert.False(pump.Hub.Rewind(id, null));
        }

        Assert.True(pump.Hub.Purge("a"));
        Assert.False(pump.Hub.Purge("a"));
        Assert.Null(pump.Hub.Get("a"));
        Assert.Empty(pump.Hub.History("a"));
    }

    [Fact]
    public async Task List_Filters_FindWhatTheySay()
    {
        var pump = Pump();
        pump.Hub.Start("a1", "Sum", "1");
        pump.Hub.Start("b1", "Sum", "1");
        await Complete(pump, "b1");
        pump.Time.Advance(TimeSpan.FromHours(1));
        pump.Hub.Start("a2", "Sum", "1");
        var hourLater = pump.Time.GetUtcNow();

        Assert.Equal(["a1", "a2", "b1"], Ids(new InstanceQuery()));
        Assert.Equal(["a1", "a2"], Ids(new InstanceQuery { IdPrefix = "a" }));
        Assert.Equal(["b1"], Ids(new InstanceQuery { Statuses = [InstanceStatus.Completed] }));
        Assert.Equal(["a2"], Ids(new InstanceQuery { CreatedFrom = hourLater }));
        Assert.Equal(["a1", "b1"], Ids(new InstanceQuery { CreatedTo = hourLater.AddMinutes(-1) }));

        string[] Ids(InstanceQuery query) => [.. pump.Hub.List(query).Instances.Select(found => found.InstanceId)];
    }

    [Fact]
    public void List_Pages_ShowEveryInstanceOnce()
    {
        var pump = Pump();
        var ids = Enumerable.Range(0, 25).Select(number => $"i{number:d2}").ToList();
        ids.ForEach(id => pump.Hub.Start(id, "Sum", "1"));

        var found = new List<string>();
        var query = new InstanceQuery { Limit = 10 };
        while (true)
        {
            var page = pump.Hub.List(query);
            found.AddRange(page.Instances.Select(state => state.InstanceId));
            if (page.Continuation is null)
            {
                break;
            }

            Assert.Equal(10, page.Instances.Count);
            query = query with { Continuation = page.Continuation };
        }

        Assert.Equal(ids, found);
    }

    [Fact]
    public async Task Turn_UnknownOrchestrator_FailsTheInstanceUnasked()
    {
        var worker = new SumWorker();
        var pump = new HubPump(new TaskHubOptions { Orchestrators = new HashSet<string> { "Sum" } }, worker);
        pump.Hub.Start("a", "Other", "1");

        await pump.RunAsync();

        Assert.Equal(InstanceStatus.Failed, pump.Hub.Get("a")!.Status);
        Assert.StartsWith("The function 'Other' doesn't exist", pump.Hub.Get("a")!.Output, StringComparison.Ordinal);
        Assert.Empty(worker.Requests);
    }

    [Fact]
    public async Task Turn_WorkerThrows_FailsTheInstance()
    {
        var worker = new ScriptedWorker { Turn = (_, _) => throw new HttpRequestException("no answer") };
        var pump = new HubPump(new TaskHubOptions(), worker);
        pump.Hub.Start("a", "Sum", "1");

        await pump.RunAsync();

        Assert.Equal(InstanceStatus.Failed, pump.Hub.Get("a")!.Status);
        Assert.Equal("Function 'Sum' failed with an unhandled exception.", pump.Hub.Get("a")!.Output);
        Assert.Single(worker.Requests);
    }

    [Fact]
    public async Task Turn_FailsByItself_OutputIsTypeAndMessage()
    {
        var failed = new CompleteOrchestrationAction
        {
            OrchestrationStatus = OrchestrationStatus.Failed,
            FailureDetails = new TaskFailureDetails { ErrorType = "Steps.Broken", ErrorMessage = "Step a failed." },
        };
        var worker = new ScriptedWorker
        {
            Turn = (_, _) => new() { Actions = { new OrchestratorAction { CompleteOrchestration = failed } } },
        };
        var pump = new HubPump(new TaskHubOptions(), worker);
        pump.Hub.Start("a", "Sum", "1");

        await pump.RunAsync();

        Assert.Equal("Steps.Broken: Step a failed.", pump.Hub.Get("a")!.Output);
    }

    private static HubPump Pump() => new(new TaskHubOptions(), new SumWorker());

    private static async Task Complete(HubPump pump, string id)
    {
        Assert.True(pump.Hub.RaiseEvent(id, GatedSum.Gate, "true"));
        await pump.RunAsync();
        Assert.Equal(InstanceStatus.Completed, pump.Hub.Get(id)!.Status);
    }
}
