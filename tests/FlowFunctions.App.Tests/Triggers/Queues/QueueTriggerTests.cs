using System.Text.Json;
using FlowFunctions.App.Tests.Apps;
using FlowFunctions.App.Triggers;
using FlowFunctions.App.Triggers.Queues.Pumps;
using FlowFunctions.App.Workspaces;
using FlowFunctions.Storage.Flows;
using Microsoft.Extensions.DependencyInjection;

namespace FlowFunctions.App.Tests.Triggers.Queues;

/// <summary>Messages that start runs.</summary>
[Collection(nameof(QueueTests))]
public sealed class QueueTriggerTests(QueueFixture fixture)
{
    [Theory]
    [InlineData("json", """{"n":1}""", false, """{"n":1}""")]
    [InlineData("json", """{"n":1}""", true, """{"n":1}""")]
    [InlineData("json", "1234", false, "1234")]
    [InlineData("text", "two words", false, "\"two words\"")]
    [InlineData("text", "Überweisung 🚀", true, "\"Überweisung 🚀\"")]
    [InlineData("text", "Data", false, "\"Data\"")]
    [InlineData("base64", "AQID", false, """{"base64":"AQID"}""")]
    public async Task Message_OfItsFormat_IsTheRunsInput(string format, string text, bool isBase64, string expected)
    {
        var flow = await PublishAsync($",\"format\":\"{format}\"");

        await fixture.SendAsync(flow, text, isBase64);

        var output = await fixture.OutputAsync(flow);
        Assert.True(
            JsonElement.DeepEquals(JsonElement.Parse(expected), output.GetProperty("input")),
            output.ToString()
        );
    }

    [Fact]
    public async Task Trigger_OfARun_TellsOfTheMessage()
    {
        var flow = await PublishAsync(
            ",\"input\":{\"order\":\"{{ trigger.body.id }}\",\"from\":\"{{ trigger.queue }}\"}"
        );

        await fixture.SendAsync(flow, """{"id":"o-17"}""");

        var output = await fixture.OutputAsync(flow);
        var trigger = output.GetProperty("trigger");
        Assert.Equal(("queue", "q", flow), (Text(trigger, "type"), Text(trigger, "id"), Text(trigger, "queue")));
        Assert.True(Guid.TryParse(Text(trigger, "messageId"), out _));
        Assert.True(trigger.GetProperty("insertedAt").TryGetDateTimeOffset(out _));
        Assert.Equal(1, trigger.GetProperty("dequeueCount").GetInt32());
        Assert.Equal("o-17", Text(trigger.GetProperty("body"), "id"));
        Assert.Equal(
            ("o-17", flow),
            (Text(output.GetProperty("input"), "order"), Text(output.GetProperty("input"), "from"))
        );
        var run = Assert.Single(await fixture.EndedAsync(flow));
        Assert.Equal("queue", Text(run, "trigger"));
    }

    [Fact]
    public async Task Messages_ManyAtOnce_StartOneRunEachAndAreGone()
    {
        const int Count = 100;
        var flow = AppFixture.NewId("queue");
        await Task.WhenAll(Enumerable.Range(0, Count).Select(n => fixture.SendAsync(flow, $"{n}")));

        await fixture.Client.PublishAsync(QueueFixture.Echo(flow));

        Assert.Equal(Count, (await fixture.EndedAsync(flow, Count)).Length);
        await UntilEmptyAsync(flow);
        Assert.Equal(Count, (await fixture.EndedAsync(flow, Count)).Length);
    }

    [Fact]
    public async Task Queue_ThatIsMissing_IsCreatedWhenTheFlowIsPublished_AndAgainWhenItWasDeleted()
    {
        var flow = await PublishAsync("");
        await fixture.ExistsAsync(flow, exists: true);

        await fixture.Queue(flow).DeleteAsync();
        await fixture.ExistsAsync(flow, exists: true);

        await fixture.SendAsync(flow, "1");
        await fixture.OutputAsync(flow);
    }

    [Fact]
    public async Task Trigger_ThatIsPaused_LeavesMessagesAloneUntilItGoesOn()
    {
        var flow = await PublishAsync("");
        await fixture.PauseAsync(flow, isPaused: true);
        var other = await PublishAsync("");
        await fixture.SendAsync(flow, "1");

        // What is sent later to another queue is there: the paused one was left alone meanwhile.
        await fixture.SendAsync(other, "2");
        await fixture.OutputAsync(other);
        Assert.Equal(1, await fixture.CountAsync(flow));
        Assert.Equal(
            0,
            (await fixture.Client.GetJsonAsync($"/api/runs?flow={flow}")).Json.GetProperty("items").GetArrayLength()
        );

        await fixture.PauseAsync(flow, isPaused: false);
        Assert.Equal(
            1,
            (await fixture.OutputAsync(flow)).GetProperty("trigger").GetProperty("dequeueCount").GetInt32()
        );
    }

    [Fact]
    public async Task NewVersion_CountsFromTheNextMessageOn()
    {
        var flow = await PublishAsync("");
        await fixture.SendAsync(flow, "1");
        await fixture.OutputAsync(flow);

        var changed = QueueFixture.Echo(flow, ",\"format\":\"text\"");
        await fixture.Client.AskAsync(HttpMethod.Put, $"/api/flows/{flow}", changed, ("If-Match", "*"));
        await fixture.SendAsync(flow, "no JSON");

        var runs = await fixture.EndedAsync(flow, count: 2);
        // A queue tells times in whole seconds, so the order of the two in lists is open.
        Assert.Equal([1, 2], runs.Select(static run => run.GetProperty("version").GetInt32()).Order());
    }

    [Fact]
    public async Task Engine_ThatRefusesRuns_LeavesMessagesInTheQueueAndNeverPoisonsThem()
    {
        var flow = AppFixture.NewId("queue");
        await fixture.Client.PublishAsync(OneAtATime(flow));
        foreach (var n in Enumerable.Range(0, 3))
        {
            await fixture.SendAsync(flow, $"{n}");
        }

        HashSet<string> ended = [];
        while (ended.Count < 3)
        {
            var open = await fixture.Client.UntilAsync(
                $"/api/runs?flow={flow}&status=Running",
                list => list.Json.GetProperty("items").EnumerateArray().Any(run => !ended.Contains(Text(run, "id")))
            );
            var run = Text(
                open.Json.GetProperty("items").EnumerateArray().First(run => !ended.Contains(Text(run, "id"))),
                "id"
            );
            await fixture.Client.PostJsonAsync($"/api/runs/{run}/signals/go", "1");
            ended.Add(run);
        }

        Assert.Equal(3, (await fixture.EndedAsync(flow, 3)).Length);
        await UntilEmptyAsync(flow);
        Assert.False(await fixture.Queue($"{flow}-poison").ExistsAsync());
    }

    [Fact]
    public async Task Trigger_PausedWhileAMessageWaitsInHand_PutsItBack()
    {
        var flow = AppFixture.NewId("queue");
        await fixture.Client.PublishAsync(OneAtATime(flow));
        await fixture.SendAsync(flow, "1");
        await fixture.Client.UntilAsync($"/api/runs?flow={flow}&status=Running", HasItems);
        await fixture.SendAsync(flow, "2");
        await UntilHiddenAsync(flow);

        await fixture.PauseAsync(flow, isPaused: true);

        Assert.Equal("2", await fixture.ReceiveAsync(flow));
    }

    [Fact]
    public async Task TwoApps_OnOneQueue_StartOneRunForEachMessage()
    {
        const int Count = 150;
        var folder = Directory.CreateTempSubdirectory("flow-queue-other");
        var flow = AppFixture.NewId("queue");
        await fixture.Client.PublishAsync(QueueFixture.Echo(flow));
        await using (await QueueFixture.StartAsync(fixture.ConnectionString, folder.FullName))
        {
            await Parallel.ForAsync(0, Count, async (n, _) => await fixture.SendAsync(flow, $"{n}"));

            var runs = await fixture.EndedAsync(flow, Count);
            await UntilEmptyAsync(flow);

            Assert.Equal(Count, runs.Select(static run => Text(run, "id")).Distinct().Count());
            Assert.Equal(Count, (await fixture.EndedAsync(flow, Count)).Length);
        }

        folder.Delete(recursive: true);
    }

    /// <summary>As when two processes publish at the same moment; one alone would refuse it.</summary>
    [Fact]
    public async Task TwoFlows_OnOneQueue_OnlyTheFirstReadsIt()
    {
        var flow = await PublishAsync("");
        var services = fixture.App.Services;
        var record = await services.GetRequiredService<FlowStore>().GetAsync(Workspace.Default, flow);
        var key = new TriggerKey(Workspace.Default, flow, "q");
        var first = services.GetRequiredService<TriggerRegistry>().Current.Find(key)!;
        var second = new ActiveTrigger(record! with { Id = "another" }, first.Definition);

        var pumps = services.GetRequiredService<QueuePumps>().For(new TriggerSnapshot([first, second]));

        Assert.Equal(flow, Assert.Single(pumps).Consumer.FlowId);
    }

    [Fact]
    public async Task SendStep_WakesTheReaderAndCarriesTheValue()
    {
        var flow = await PublishAsync("");
        var sender = await fixture.Client.PublishAsync(
            """
            {"id":"ID","steps":{"a":{"type":"queue.send","with":{"queue":"QUEUE","message":{"of":"{{ run.id }}","text":"ü"},"encoding":"base64"}}}}
            """.Replace("ID", AppFixture.NewId("sender"), StringComparison.Ordinal).Replace(
                "QUEUE",
                flow,
                StringComparison.Ordinal
            )
        );

        var sent = await fixture.Client.PostJsonAsync($"/api/flows/{sender}/runs?wait=30s");

        var output = await fixture.OutputAsync(flow);
        Assert.Equal(
            (sent.Text("id"), "ü"),
            (Text(output.GetProperty("input"), "of"), Text(output.GetProperty("input"), "text"))
        );
        Assert.Equal(
            Text(sent.Json.GetProperty("output"), "messageId"),
            Text(output.GetProperty("trigger"), "messageId")
        );
        Assert.Equal(flow, Text(sent.Json.GetProperty("output"), "queue"));
    }

    private static string OneAtATime(string flow) =>
        TestFlows
            .OneAtATime(flow, "reject")
            .Replace(
                "\"settings\"",
                $"\"triggers\":{{\"q\":{{\"type\":\"queue\",\"queue\":\"{flow}\",\"maxTries\":1}}}},\"settings\"",
                StringComparison.Ordinal
            );

    private static bool HasItems(Answer list) => list.Json.GetProperty("items").GetArrayLength() > 0;

    /// <summary>Waits until the only message of a queue is in somebody's hands.</summary>
    private async Task UntilHiddenAsync(string queue)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while ((await fixture.Queue(queue).PeekMessageAsync(limit.Token)).Value is not null)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), limit.Token);
        }
    }

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString()!;

    private Task<string> PublishAsync(string trigger) =>
        fixture.Client.PublishAsync(QueueFixture.Echo(AppFixture.NewId("queue"), trigger));

    private async Task UntilEmptyAsync(string queue)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (await fixture.CountAsync(queue) > 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), limit.Token);
        }
    }
}
