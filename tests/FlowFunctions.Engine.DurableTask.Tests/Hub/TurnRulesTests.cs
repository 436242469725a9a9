using FlowFunctions.Engine.DurableTask.Clients;
using FlowFunctions.Engine.DurableTask.Hub;
using FlowFunctions.Engine.DurableTask.Hub.Drivers;
using FlowFunctions.Engine.DurableTask.Protocol;
using Google.Protobuf.WellKnownTypes;
using EventType = FlowFunctions.Engine.DurableTask.Protocol.HistoryEvent.EventTypeOneofCase;

namespace FlowFunctions.Engine.DurableTask.Tests.Hub;

public sealed class TurnRulesTests
{
    [Fact]
    public async Task ContinueAsNew_CarriedOverEvents_BeginTheNextExecutionInTheSameTurn()
    {
        var worker = new ScriptedWorker { Turn = (_, request) => Renewing(request) };
        var pump = new HubPump(new TaskHubOptions(), worker);
        pump.Hub.Start("a", "Renewing", "1");
        pump.Hub.RaiseEvent("a", "Kept", "7");
        await pump.RunAsync();

        Assert.Equal(2, worker.Requests.Count);
        Assert.Empty(worker.Requests[1].PastEvents);
        Assert.Equal(
            [
                EventType.OrchestratorStarted,
                EventType.ExecutionStarted,
                EventType.EventRaised,
                EventType.OrchestratorCompleted,
            ],
            worker.Requests[1].NewEvents.Select(added => added.EventTypeCase)
        );
        Assert.Equal("2", worker.Requests[1].NewEvents[1].ExecutionStarted.Input);
        Assert.NotEqual(ExecutionOf(worker.Requests[0]), ExecutionOf(worker.Requests[1]));
        Assert.Equal((InstanceStatus.Completed, "7"), (pump.Hub.Get("a")!.Status, pump.Hub.Get("a")!.Output));
    }

    [Fact]
    public async Task ContinueAsNew_TimerOfTheFormerExecution_IsDropped()
    {
        var worker = new ScriptedWorker { Turn = (_, request) => TimerThenRenewal(request) };
        var pump = new HubPump(new TaskHubOptions(), worker);
        pump.Hub.Start("a", "Renewing", "1");
        await pump.RunForAsync(TimeSpan.FromSeconds(1));
        pump.Hub.RaiseEvent("a", "Renew", null);
        await pump.RunAsync();

        Assert.DoesNotContain(
            worker.Requests.SelectMany(asked => asked.NewEvents),
            added => added.TimerFired is not null
        );
        Assert.Equal(InstanceStatus.Running, pump.Hub.Get("a")!.Status);
    }

    [Fact]
    public async Task SendEvent_ToAnotherInstance_IsRaisedThere()
    {
        var sent = new SendEventAction
        {
            Instance = new OrchestrationInstance { InstanceId = "b" },
            Name = GatedSum.Gate,
            Data = "true",
        };
        var worker = new ScriptedWorker
        {
            Turn = (orchestrator, request) =>
                orchestrator == "Sender"
                    ? new() { Actions = { new OrchestratorAction { SendEvent = sent } } }
                    : GatedSum.Turn(request),
            Activity = (_, input) => GatedSum.Execute(input),
        };
        var pump = new HubPump(new TaskHubOptions(), worker);
        pump.Hub.Start("b", "Sum", "2");
        pump.Hub.Start("a", "Sender", "1");
        await pump.RunAsync();

        Assert.Contains(pump.Hub.History("a"), past => past.EventSent is { InstanceId: "b", Input: "true" });
        Assert.Equal(InstanceStatus.Completed, pump.Hub.Get("b")!.Status);
    }

    [Fact]
    public async Task Turn_NoCustomStatus_ClearsIt()
    {
        var worker = new ScriptedWorker
        {
            Turn = (_, request) => new() { CustomStatus = request.PastEvents.Count == 0 ? "\"working\"" : null },
        };
        var pump = new HubPump(new TaskHubOptions(), worker);
        pump.Hub.Start("a", "Any", "1");
        await pump.RunAsync();
        Assert.Equal("\"working\"", pump.Hub.Get("a")!.CustomStatus);

        pump.Hub.RaiseEvent("a", "e", null);
        await pump.RunAsync();
        Assert.Null(pump.Hub.Get("a")!.CustomStatus);
    }

    [Fact]
    public async Task Session_LaterTurns_BringNoHistoryUntilItIsIdle()
    {
        var worker = new SumWorker();
        var options = new TaskHubOptions { Sessions = new ExtendedSessions(TimeSpan.FromSeconds(30)) };
        var pump = new HubPump(options, worker);
        pump.Hub.Start("a", "Sum", "1");
        await pump.RunForAsync(TimeSpan.FromSeconds(1));
        pump.Hub.RaiseEvent("a", "e1", null);
        await pump.RunForAsync(TimeSpan.FromMinutes(5));
        Assert.Equal((1, 3, 0), worker.Seen);

        pump.Hub.RaiseEvent("a", "e2", null);
        await pump.RunAsync();
        Assert.Equal((2, 3, 0), worker.Seen);
        AssertProperties(worker.Requests[0], includeState: true);
        AssertProperties(worker.Requests[1], includeState: false);
    }

    [Fact]
    public async Task Session_WorkerForgot_TheTurnIsAskedAgainWithItsHistory()
    {
        var worker = new SumWorker();
        var options = new TaskHubOptions { Sessions = new ExtendedSessions(TimeSpan.FromSeconds(30)) };
        var pump = new HubPump(options, worker);
        pump.Hub.Start("a", "Sum", "2");
        await pump.RunForAsync(TimeSpan.FromSeconds(1));
        var before = worker.Seen;

        worker.Forget();
        pump.Hub.RaiseEvent("a", GatedSum.Gate, null);
        await pump.RunAsync();

        Assert.Equal(before.Again + 1, worker.Seen.Again);
        Assert.Equal(before.Full + 1, worker.Seen.Full);
        Assert.Equal(GatedSum.Result(2), pump.Hub.Get("a")!.Output);
    }

    private static void AssertProperties(string request, bool includeState)
    {
        var properties = OrchestratorRequest.Parser.ParseJson(request).Properties;
        Assert.Equal(Value.ForBool(includeState), properties["IncludeState"]);
        Assert.Equal(Value.ForBool(true), properties["IsExtendedSession"]);
        Assert.Equal(Value.ForNumber(30), properties["ExtendedSessionIdleTimeoutInSeconds"]);
    }

    private static string ExecutionOf(OrchestratorRequest request) =>
        request.NewEvents[1].ExecutionStarted.OrchestrationInstance.ExecutionId;

    private static OrchestratorResponse Renewing(OrchestratorRequest request)
    {
        var raised = request.NewEvents.Single(added => added.EventRaised is not null);
        return request.NewEvents[1].ExecutionStarted.Input == "1"
            ? Answers.ContinueAsNew(0, "2", raised)
            : Answers.Complete(0, raised.EventRaised.Input);
    }

    /// <summary>Sets a timer of a minute in the first execution, and begins the second when an event comes; that one waits for ever.</summary>
    private static OrchestratorResponse TimerThenRenewal(OrchestratorRequest request)
    {
        if (request.NewEvents.Any(added => added.EventRaised is not null))
        {
            return Answers.ContinueAsNew(1, "2");
        }

        return request.NewEvents[1].ExecutionStarted is { Input: "1" }
            ? Answers.SetTimer(0, request.NewEvents[0].Timestamp.ToDateTimeOffset().AddMinutes(1))
            : new OrchestratorResponse();
    }
}
