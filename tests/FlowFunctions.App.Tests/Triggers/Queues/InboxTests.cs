using System.Net;
using System.Text.Json;
using FlowFunctions.App.Tests.Apps;

namespace FlowFunctions.App.Tests.Triggers.Queues;

/// <summary>The queue <c>flow-runs</c> where the app reads it by itself.</summary>
[Collection(nameof(QueueTests))]
public sealed class InboxTests(QueueFixture fixture)
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Message_ThatNamesAFlow_StartsItsRun(bool isBase64)
    {
        var flow = await fixture.Client.PublishAsync(TestFlows.Twice(AppFixture.NewId()));

        await fixture.SendAsync("flow-runs", $$$"""{"flow":"{{{flow}}}","input":{"n":21}}""", isBase64);

        Assert.Equal(42, (await fixture.OutputAsync(flow)).GetInt32());
    }

    [Fact]
    public async Task Message_OfAnotherWorkspace_StartsARunThereUnderAnIdOfItsOwn()
    {
        using var client = fixture.ClientIn("billing");
        var flow = await client.PublishAsync(TestFlows.Twice(AppFixture.NewId()));
        await fixture.Client.PublishAsync(TestFlows.Thrice(flow));
        var text = $$$"""{"flow":"{{{flow}}}","id":"{{{flow}}}-run","input":{"n":21}}""";

        await fixture.SendAsync("flow-runs", text);
        await fixture.SendAsync("w7-billing-flow-runs", text);

        var run = await client.UntilAsync(
            $"/api/runs/w7-billing-{flow}-run",
            static run => run.Status == HttpStatusCode.OK && run.Text("status") == "Succeeded"
        );
        Assert.Equal(42, run.Json.GetProperty("output").GetInt32());
        Assert.Equal(63, (await fixture.OutputAsync(flow)).GetInt32());
    }

    [Fact]
    public async Task Message_WithAnIdOfAnotherWorkspace_CannotBeUsed()
    {
        var flow = await fixture.Client.PublishAsync(TestFlows.Twice(AppFixture.NewId()));

        await fixture.SendAsync("flow-runs", $$$"""{"flow":"{{{flow}}}","id":"w7-billing-x","input":{"n":1}}""");

        var letter = JsonElement.Parse(await fixture.ReceiveAsync("flow-runs-poison"));
        Assert.Contains("other workspaces", letter.GetProperty("reason").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Messages_ThatNameTheSameRun_StartItOnce()
    {
        var flow = await fixture.Client.PublishAsync(TestFlows.Twice(AppFixture.NewId()));
        var last = await fixture.Client.PublishAsync(TestFlows.Twice(AppFixture.NewId()));
        var text = $$$"""{"flow":"{{{flow}}}","id":"{{{AppFixture.NewId("run")}}}","input":{"n":1}}""";

        await fixture.SendAsync("flow-runs", text);
        await fixture.SendAsync("flow-runs", text);
        await fixture.SendAsync("flow-runs", $$$"""{"flow":"{{{last}}}","input":{"n":1}}""");

        await fixture.EndedAsync(last);
        Assert.Single(await fixture.EndedAsync(flow));
    }

    [Fact]
    public async Task Message_ThatNamesNoFlowThatThereIs_GoesToThePoisonQueueWithTheReason()
    {
        var text = $$"""{"flow":"{{AppFixture.NewId("none")}}"}""";

        await fixture.SendAsync("flow-runs", text);

        var letter = JsonElement.Parse(await fixture.ReceiveAsync("flow-runs-poison"));
        Assert.Equal(
            ("flow-runs", "Flow.NotFound", text, 5),
            (
                letter.GetProperty("queue").GetString(),
                letter.GetProperty("code").GetString(),
                letter.GetProperty("body").GetString(),
                letter.GetProperty("tries").GetInt32()
            )
        );
        Assert.Equal(JsonValueKind.Null, letter.GetProperty("flow").ValueKind);
    }
}
