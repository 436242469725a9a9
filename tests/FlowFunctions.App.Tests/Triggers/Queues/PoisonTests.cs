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
