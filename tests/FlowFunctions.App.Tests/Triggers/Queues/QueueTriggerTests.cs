using System.Net;
using System.Text.Json;
using FlowFunctions.App.Tests.Apps;

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
        Assert.Equal([2, 1], runs.Select(static run => run.GetProperty("version").GetInt32()));
    }

    [Fact]
    public async Task Engine_ThatRefusesRuns_LeavesMessagesInTheQueueAndNeverPoisonsThem()
    {
        var flow = AppFixture.NewId("queue");
        await fixture.Client.PublishAsync(
            TestFlows
                .OneAtATime(flow, "reject")
                .Replace(
                    "\"settings\"",
                    $"\"triggers\":{{\"q\":{{\"type\":\"queue\",\"queue\":\"{flow}\",\"maxTries\":1}}}},\"settings\"",
                    StringComparison.Ordinal
                )
        );
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
    public async Task TwoFlows_OnOneQueue_OnlyTheFirstReadsIt()
    {
        var first = await PublishAsync("");
        var second = AppFixture.NewId("zz-queue");
        var document = QueueFixture
            .Echo(first)
            .Replace($"{{\"id\":\"{first}\"", $"{{\"id\":\"{second}\"", StringComparison.Ordinal);
        var answer = await fixture.Client.AskAsync(HttpMethod.Put, $"/api/flows/{second}", document);
        Assert.Contains(answer.Status, (HttpStatusCode[])[HttpStatusCode.Created, HttpStatusCode.Conflict]);

        foreach (var n in Enumerable.Range(0, 5))
        {
            await fixture.SendAsync(first, $"{n}");
        }

        Assert.Equal(5, (await fixture.EndedAsync(first, 5)).Length);
        var others = await fixture.Client.GetJsonAsync($"/api/runs?flow={second}");
        Assert.Equal(0, others.Json.GetProperty("items").GetArrayLength());
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
