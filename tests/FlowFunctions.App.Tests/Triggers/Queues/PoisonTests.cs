using System.Text.Json;
using Azure.Storage.Blobs;
using FlowFunctions.App.Tests.Apps;

namespace FlowFunctions.App.Tests.Triggers.Queues;

/// <summary>Messages that cannot be used.</summary>
[Collection(nameof(QueueTests))]
public sealed class PoisonTests(QueueFixture fixture)
{
    private const string NeedsOrder =
        """{"input":{"type":"object","required":["order"],"properties":{"order":{"type":"string"}}},""";

    [Theory]
    [InlineData("", "no JSON", "Queue.MessageInvalid")]
    [InlineData("", "{\"a\":1,\"a\":2}", "Queue.MessageInvalid")]
    [InlineData(",\"format\":\"base64\"", "%%%", "Queue.MessageInvalid")]
    [InlineData(",\"input\":{\"order\":\"{{ trigger.body.none.x }}\"}", "{}", "Trigger.Input")]
    [InlineData(",\"input\":{\"order\":7}", "{}", "Input.Invalid")]
    public async Task Message_ThatCannotBeUsed_GoesToThePoisonQueueWithTheReason(
        string trigger,
        string text,
        string code
    )
    {
        var flow = await PublishAsync(trigger);
        await fixture.SendAsync(flow, text);

        var letter = JsonElement.Parse(await fixture.ReceiveAsync($"{flow}-poison"));

        Assert.Equal(
            (flow, flow, "q", code, text),
            (
                Text(letter, "queue"),
                Text(letter, "flow"),
                Text(letter, "trigger"),
                Text(letter, "code"),
                Text(letter, "body")
            )
        );
        Assert.Equal(5, letter.GetProperty("tries").GetInt32());
        Assert.NotEmpty(Text(letter, "reason"));
        Assert.True(
            letter.GetProperty("insertedAt").GetDateTimeOffset() <= letter.GetProperty("poisonedAt").GetDateTimeOffset()
        );
        Assert.Equal(code == "Input.Invalid", letter.TryGetProperty("errors", out _));
        await UntilGoneAsync(flow);
        await fixture.SendAsync(flow, """{"order":"o"}""");
    }

    [Fact]
    public async Task Tries_OfTheTrigger_AreSoManyAndNoMore()
    {
        var flow = await PublishAsync(",\"maxTries\":2");
        await fixture.SendAsync(flow, "no JSON");

        var letter = JsonElement.Parse(await fixture.ReceiveAsync($"{flow}-poison"));

        Assert.Equal(2, letter.GetProperty("tries").GetInt32());
    }

    [Fact]
    public async Task BadMessage_AmongGoodOnes_HoldsUpNone()
    {
        var flow = await PublishAsync("");
        await fixture.SendAsync(flow, "no JSON");
        foreach (var n in Enumerable.Range(0, 4))
        {
            await fixture.SendAsync(flow, $$"""{"order":"{{n}}"}""");
        }

        Assert.Equal(4, (await fixture.EndedAsync(flow, 4)).Length);
        await fixture.ReceiveAsync($"{flow}-poison");
    }

    [Fact]
    public async Task Message_TooLargeToBeSentOnWithTheReason_IsKeptAsABlob()
    {
        var flow = await PublishAsync(",\"maxTries\":1");
        var text = new string('"', 40_000);
        await fixture.SendAsync(flow, text);

        var letter = JsonElement.Parse(await fixture.ReceiveAsync($"{flow}-poison"));

        Assert.False(letter.TryGetProperty("body", out _));
        var place = Text(letter, "bodyBlob").Split('/', 2);
        var blob = new BlobClient(fixture.ConnectionString, place[0], place[1]);
        Assert.Equal(text, (await blob.DownloadContentAsync()).Value.Content.ToString());
    }

    [Theory]
    [InlineData("no JSON")]
    [InlineData("\"\"\"")]
    public async Task PutBack_AfterTheFlowIsCorrected_StartsARun(string text)
    {
        var flow = await PublishAsync(",\"maxTries\":1");
        var body = text == "no JSON" ? text : new string('"', 40_000);
        await fixture.SendAsync(flow, body);
        var shown = await fixture.Client.UntilAsync(
            $"/api/triggers/{flow}.q/poison",
            static answer => answer.Json.GetProperty("count").GetInt32() > 0
        );
        var message = shown.Json.GetProperty("items")[0];
        await fixture.Client.AskAsync(
            HttpMethod.Put,
            $"/api/flows/{flow}",
            QueueFixture.Echo(flow, ",\"format\":\"text\""),
            ("If-Match", "*")
        );

        var retried = await fixture.Client.PostJsonAsync($"/api/triggers/{flow}.q/poison/{Text(message, "id")}/retry");
        var again = await fixture.Client.PostJsonAsync($"/api/triggers/{flow}.q/poison/{Text(message, "id")}/retry");

        Assert.Equal(("Queue.MessageInvalid", 1), (Text(message, "code"), message.GetProperty("tries").GetInt32()));
        Assert.Equal(body.Length < 100, message.TryGetProperty("body", out _));
        Assert.Equal(
            (1, 0),
            (retried.Json.GetProperty("done").GetInt32(), retried.Json.GetProperty("count").GetInt32())
        );
        Assert.Equal("Poison.NotFound", again.Code);
        var run = Assert.Single(await fixture.EndedAsync(flow, 1));
        Assert.Equal("q", Text(run, "triggerId"));
    }

    [Fact]
    public async Task Delete_OneOrAll_LeavesTheOthers()
    {
        var flow = await PublishAsync("");
        foreach (var text in (string[])["first", "second", "third"])
        {
            var queue = fixture.Queue($"{flow}-poison");
            await queue.CreateIfNotExistsAsync();
            await queue.SendMessageAsync(text);
        }

        var path = $"/api/triggers/{flow}.q/poison";
        var shown = (await fixture.Client.GetJsonAsync(path)).Json;
        var second = shown.GetProperty("items")[1];
        var one = await fixture.Client.AskAsync(HttpMethod.Delete, $"{path}/{Text(second, "id")}");
        var left = await fixture.Client.UntilAsync(
            path,
            static answer => answer.Json.GetProperty("items").GetArrayLength() == 2
        );
        var all = await fixture.Client.AskAsync(HttpMethod.Delete, path);

        Assert.Equal((3, "second"), (shown.GetProperty("count").GetInt32(), Text(second, "body")));
        Assert.Equal(1, one.Json.GetProperty("done").GetInt32());
        Assert.DoesNotContain("second", left.Json.ToString(), StringComparison.Ordinal);
        Assert.Equal((2, 0), (all.Json.GetProperty("done").GetInt32(), all.Json.GetProperty("count").GetInt32()));
    }

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString()!;

    private Task<string> PublishAsync(string trigger) =>
        fixture.Client.PublishAsync(
            NeedsOrder + QueueFixture.Echo(AppFixture.NewId("poison"), trigger).TrimStart()[1..]
        );

    private async Task UntilGoneAsync(string queue)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (await fixture.CountAsync(queue) > 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), limit.Token);
        }
    }
}
