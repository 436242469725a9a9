using System.Text.Json;
using System.Text.Json.Nodes;
using Azure.Storage.Queues;
using FlowFunctions.App.FunctionsHost;
using FlowFunctions.App.Tests.Apps;
using FlowFunctions.App.Tests.Triggers.Queues;
using FlowFunctions.Engine.DurableTask.Clients;
using FlowFunctions.Engine.DurableTask.Loops;
using FlowFunctions.Storage.Local;

namespace FlowFunctions.App.Tests.FunctionsHost;

/// <summary>Queues under a Functions host: an orchestration drains those of triggers, and the host brings the messages of the inbox.</summary>
[Collection(nameof(HostTests))]
public sealed class HostQueueTests(HostFixture host)
{
    [Fact]
    public async Task Tick_StartsThePumpThatTakesMessages_AndItsHistoryStaysShort()
    {
        var flow = await host.Client.PublishAsync(QueueFixture.Echo(AppFixture.NewId("hosted")));
        var queue = new QueueClient(host.Storage.ConnectionString, flow);
        await queue.CreateIfNotExistsAsync();
        foreach (var n in Enumerable.Range(0, 40))
        {
            await queue.SendMessageAsync($"{n}");
        }

        await RestartPumpAsync();

        await UntilRunsAsync(flow, 40);
        Assert.InRange(host.Live.Hub.History(PumpQueues.InstanceId).Count, 1, 12);
    }

    [Fact]
    public async Task Tick_AfterTheHostFailedThePump_StartsItAgainAndNeverTakesItForARun()
    {
        await host.Client.PublishAsync(QueueFixture.Echo(AppFixture.NewId("hosted")));
        await EndPumpAsync();
        host.BreakNextTurn(PumpQueues.InstanceId);
        await host.TickAsync();
        await host.Live.Hub.WhenEndedAsync(PumpQueues.InstanceId, CancellationToken.None).WaitAsync(Limit);
        Assert.Equal(InstanceStatus.Failed, host.Live.Hub.Get(PumpQueues.InstanceId)!.Status);

        var log = await host.TickAsync();

        Assert.NotEqual(InstanceStatus.Failed, host.Live.Hub.Get(PumpQueues.InstanceId)!.Status);
        Assert.DoesNotContain(log, static line => line.Contains(PumpQueues.InstanceId, StringComparison.Ordinal));
        var run = await host.Client.GetJsonAsync($"/api/runs/{PumpQueues.InstanceId}");
        Assert.Equal(404, (int)run.Status);
    }

    [Fact]
    public async Task Drain_WithoutAnyTrigger_EndsTheLoop()
    {
        await using var empty = await Azurite.StartAsync(new AzuriteOptions(AppFixture.AzuriteFolder));
        await using var app = await host.StartAsync(storage: empty.ConnectionString);
        using var client = new HttpClient { BaseAddress = new Uri(app.Address) };

        var (_, body) = await client.CallAsync("DrainQueues", Call("input", "{}").ToJsonString());

        Assert.Equal(LoopPause.End, LoopPause.Read(body.GetProperty("ReturnValue").GetRawText()));
    }

    [Fact]
    public async Task Drain_WithoutAnythingToTake_AnswersWithAPauseThatGrows()
    {
        await host.Client.PublishAsync(QueueFixture.Echo(AppFixture.NewId("hosted")));
        var pause = LoopPause.Write(TimeSpan.FromSeconds(4));
        TimeSpan? answered = TimeSpan.Zero;
        while (answered == TimeSpan.Zero)
        {
            var (status, body) = await host.Client.CallAsync("DrainQueues", Call("input", pause).ToJsonString());
            Assert.Equal(200, status);
            answered = LoopPause.Read(body.GetProperty("ReturnValue").GetRawText());
        }

        Assert.Equal(TimeSpan.FromSeconds(8), answered);
    }

    [Fact]
    public async Task InboxMessage_ThatCannotBeUsed_GoesToThePoisonQueueWithTheReasonAtItsLastTry()
    {
        const string Text = """{"flow":"there-is-none"}""";
        var call = Call("message", Text).With(("Id", HostCalls.Text("m-poison")), ("DequeueCount", "5"));

        var (status, _) = await host.Client.CallAsync("FlowRuns", call.ToJsonString());

        Assert.Equal(200, status);
        var poison = new QueueClient(host.Storage.ConnectionString, "flow-runs-poison");
        var letter = JsonElement.Parse((await poison.ReceiveMessageAsync()).Value.Body);
        Assert.Equal("Flow.NotFound", letter.GetProperty("code").GetString());
        Assert.Equal(Text, letter.GetProperty("body").GetString());
    }

    [Fact]
    public async Task InboxMessage_ThatTheEngineRefuses_IsPutIntoTheQueueAgainForTheSameRunAtItsLastTry()
    {
        await using var app = await host.StartAsync();
        using var client = new HttpClient { BaseAddress = new Uri(app.Address) };
        var flow = await host.Client.PublishAsync(TestFlows.Twice(AppFixture.NewId()));
        var text = $$$"""{"flow":"{{{flow}}}","input":{"n":1}}""";

        // This instance has not been told where the task hub is, so it cannot start runs now.
        var call = Call("message", text).With(("Id", HostCalls.Text("m-later")), ("DequeueCount", "5"));
        var (status, body) = await client.CallAsync("FlowRuns", call.ToJsonString());

        Assert.True(status == 200, body.ToString());
        var inbox = new QueueClient(host.Storage.ConnectionString, "flow-runs");
        Assert.Equal(1, (await inbox.GetPropertiesAsync()).Value.ApproximateMessagesCount);
        await inbox.ClearMessagesAsync();
    }

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private static JsonObject Call(string binding, string text) => HostCalls.Of((binding, HostCalls.Text(text)));

    /// <summary>A pump that found no messages waits for a while; one that begins looks at once.</summary>
    private async Task RestartPumpAsync()
    {
        await EndPumpAsync();
        await host.TickAsync();
    }

    private async Task EndPumpAsync()
    {
        if (host.Live.Hub.Get(PumpQueues.InstanceId) is { Status: InstanceStatus.Running or InstanceStatus.Pending })
        {
            host.Live.Hub.Terminate(PumpQueues.InstanceId, "begin anew");
            await host.Live.Hub.WhenEndedAsync(PumpQueues.InstanceId, CancellationToken.None).WaitAsync(Limit);
        }
    }

    private async Task UntilRunsAsync(string flow, int count) =>
        await host.Client.UntilAsync(
            $"/api/runs?flow={flow}&limit=100",
            list =>
                list.Json.GetProperty("items")
                    .EnumerateArray()
                    .Count(static run => run.GetProperty("status").GetString() == "Succeeded") == count
        );
}
