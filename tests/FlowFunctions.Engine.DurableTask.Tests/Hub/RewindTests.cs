using FlowFunctions.Engine.DurableTask.Clients;
using FlowFunctions.Engine.DurableTask.Hub;
using FlowFunctions.Engine.DurableTask.Hub.Drivers;
using FlowFunctions.Engine.DurableTask.Protocol;
using EventType = FlowFunctions.Engine.DurableTask.Protocol.HistoryEvent.EventTypeOneofCase;

namespace FlowFunctions.Engine.DurableTask.Tests.Hub;

public sealed class RewindTests
{
    [Fact]
    public async Task Rewind_TurnBroke_GoesOnFromItsHistory()
    {
        var broken = true;
        var worker = new ScriptedWorker
        {
            Turn = (_, request) =>
                broken && request.PastEvents.Count > 0
                    ? throw new HttpRequestException("The worker died.")
                    : GatedSum.Turn(request),
            Activity = (_, input) => GatedSum.Execute(input),
        };
        var pump = new HubPump(new TaskHubOptions(), worker);
        pump.Hub.Start("a", "Sum", "3");
        await pump.RunAsync();
        Assert.Equal(InstanceStatus.Failed, pump.Hub.Get("a")!.Status);

        broken = false;
        Assert.True(pump.Hub.Rewind("a", "try again"));
        Assert.Equal(InstanceStatus.Pending, pump.Hub.Get("a")!.Status);
        Assert.Null(pump.Hub.Get("a")!.Output);
        await pump.RunAsync();
        Assert.Equal(InstanceStatus.Running, pump.Hub.Get("a")!.Status);

        var turn = worker.Requests.First(request => request.NewEvents.Any(added => added.GenericEvent is not null));
        Assert.Equal("try again", turn.NewEvents[1].GenericEvent.Data);
        Assert.Single(turn.PastEvents, past => past.EventTypeCase == EventType.GenericEvent);
        Assert.DoesNotContain(turn.PastEvents, past => past.EventTypeCase == EventType.ExecutionCompleted);
    }

    [Fact]
    public async Task Rewind_AnswersThatCameWhileItHadFailed_AreLost()
    {
        var broken = false;
        var worker = new ScriptedWorker
        {
            Turn = (_, _) =>
                broken ? throw new HttpRequestException("The worker died.") : Answers.Schedule(0, "Echo", "1"),
        };
        var pump = new HubPump(new TaskHubOptions(), worker);
        pump.Hub.Start("a", "One", "7");
        await pump.Hub.Work.CarryOutAsync(pump.Hub.Work.TakeTurn()!, CancellationToken.None);
        broken = true;
        pump.Hub.RaiseEvent("a", "e", null);
        await pump.Hub.Work.CarryOutAsync(pump.Hub.Work.TakeTurn()!, CancellationToken.None);
        await pump.RunAsync();
        Assert.Single(worker.Executed);

        pump.Hub.Rewind("a", "again");
        var turn = pump.Hub.Work.TakeTurn()!;
        Assert.Equal(
            [EventType.OrchestratorStarted, EventType.GenericEvent],
            turn.NewEvents.Select(added => added.EventTypeCase)
        );
    }

    [Fact]
    public async Task Rewind_TaskFailed_ItsEventsBecomeGenericInTheirPlaces()
    {
        var broken = true;
        var worker = new ScriptedWorker
        {
            Turn = (_, request) => OneTask(request),
            Activity = (_, input) => broken ? throw new HttpRequestException("The worker died.") : input,
        };
        var pump = new HubPump(new TaskHubOptions(), worker);
        pump.Hub.Start("a", "One", "7");
        await pump.RunAsync();
        var before = pump.Hub.History("a");
        Assert.Equal(InstanceStatus.Failed, pump.Hub.Get("a")!.Status);

        broken = false;
        Assert.True(pump.Hub.Rewind("a", null));
        var after = pump.Hub.History("a");
        await pump.RunAsync();

        Assert.Equal(before.Select(past => past.EventId), after.Select(past => past.EventId));
        Assert.Equal(
            before.Select(past =>
                past.EventTypeCase is EventType.TaskScheduled or EventType.TaskFailed or EventType.ExecutionCompleted
                    ? EventType.GenericEvent
                    : past.EventTypeCase
            ),
            after.Select(past => past.EventTypeCase)
        );
        Assert.Equal((InstanceStatus.Completed, "7"), (pump.Hub.Get("a")!.Status, pump.Hub.Get("a")!.Output));
    }

    [Fact]
    public async Task Rewind_ChildFailed_OnlyTheChildGetsATurnAndTheParentItsAnswer()
    {
        var broken = true;
        var worker = new ScriptedWorker
        {
            Turn = (orchestrator, request) => orchestrator == "Parent" ? Family.Parent(request) : OneTask(request),
            Activity = (_, input) => broken ? throw new HttpRequestException("The worker died.") : input,
        };
        var pump = new HubPump(new TaskHubOptions(), worker);
        pump.Hub.Start("p", "Parent", "7");
        await pump.RunAsync();
        Assert.Equal(InstanceStatus.Failed, pump.Hub.Get("p")!.Status);
        Assert.Equal(InstanceStatus.Failed, pump.Hub.Get("p~1")!.Status);

        broken = false;
        worker.Requests.Clear();
        Assert.True(pump.Hub.Rewind("p", null));
        Assert.Contains(pump.Hub.History("p"), past => past.SubOrchestrationInstanceCreated is not null);
        await pump.RunAsync();

        Assert.Equal("p~1", worker.Requests[0].InstanceId);
        Assert.Equal((InstanceStatus.Completed, "7"), (pump.Hub.Get("p")!.Status, pump.Hub.Get("p")!.Output));
    }

    /// <summary>Schedules one task and ends as it does.</summary>
    private static OrchestratorResponse OneTask(OrchestratorRequest request)
    {
        var history = request.PastEvents.Concat(request.NewEvents).ToList();
        if (history.Find(past => past.TaskCompleted is not null) is { } completed)
        {
            return Answers.Complete(1, completed.TaskCompleted.Result);
        }

        if (history.Exists(past => past.TaskFailed is not null))
        {
            return Answers.Fail(1);
        }

        var input = history.Find(past => past.ExecutionStarted is not null)!.ExecutionStarted.Input;
        return Answers.Schedule(0, "Echo", input);
    }
}
