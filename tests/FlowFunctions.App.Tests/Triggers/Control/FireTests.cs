using System.Net;
using System.Text.Json;
using FlowFunctions.App.Tests.Apps;

namespace FlowFunctions.App.Tests.Triggers.Control;

[Collection(nameof(TriggerTests))]
public sealed class FireTests(AppFixture fixture)
{
    private HttpClient Client => fixture.Client;

    [Fact]
    public async Task HandFired_WithABody_MakesTheInputAsTheTriggerWould()
    {
        var id = await Client.PublishAsync(TriggerFlows.All(AppFixture.NewId()));

        var ended = await FireAsync($"{id}.hook", """{"trigger":{"body":{"n":41},"id":"other"}}""");

        var (trigger, input) = OutputOf(ended);
        Assert.Equal(42, input.GetProperty("got").GetInt32());
        Assert.Equal(
            ("webhook", "hook", true, "POST"),
            (
                Text(trigger, "type"),
                Text(trigger, "id"),
                trigger.GetProperty("manual").GetBoolean(),
                Text(trigger, "method")
            )
        );
        Assert.Equal("webhook", (await Client.GetJsonAsync($"/api/runs/{ended.Text("id")}")).Text("trigger"));
    }

    [Theory]
    [InlineData("nightly", "schedule", "dueAt")]
    [InlineData("work", "queue", "messageId")]
    public async Task HandFired_WithoutABody_HasWhatTheTriggerWouldHave(string trigger, string type, string member)
    {
        var id = await Client.PublishAsync(TriggerFlows.All(AppFixture.NewId()));

        var (seen, input) = OutputOf(await FireAsync($"{id}.{trigger}"));

        Assert.Equal(type, Text(seen, "type"));
        Assert.NotEmpty(Text(seen, member));
        Assert.Equal("{}", input.GetRawText());
    }

    [Fact]
    public async Task HandFired_AQueueWithABody_HasItAsInput()
    {
        var id = await Client.PublishAsync(TriggerFlows.All(AppFixture.NewId()));

        var (_, input) = OutputOf(await FireAsync($"{id}.work", """{"trigger":{"body":{"order":7}}}"""));

        Assert.Equal(7, input.GetProperty("order").GetInt32());
    }

    [Fact]
    public async Task HandFired_WithAnInput_TakesIt()
    {
        var id = await Client.PublishAsync(TriggerFlows.All(AppFixture.NewId()));

        var (_, input) = OutputOf(await FireAsync($"{id}.hook", """{"input":{"mine":true}}"""));

        Assert.True(input.GetProperty("mine").GetBoolean());
    }

    [Fact]
    public async Task HandFired_APausedTriggerOfADisabledFlow_StartsARun()
    {
        var id = await Client.PublishAsync(TriggerFlows.All(AppFixture.NewId()));
        await Client.PostJsonAsync($"/api/triggers/{id}.nightly/pause");
        await Client.PostJsonAsync($"/api/flows/{id}/disable");

        Assert.Equal("Succeeded", (await FireAsync($"{id}.nightly")).Text("status"));
    }

    [Fact]
    public async Task HandFired_AgainWithItsKey_IsOneRun()
    {
        var id = await Client.PublishAsync(TriggerFlows.All(AppFixture.NewId()));
        (string, string) key = ("Idempotency-Key", AppFixture.NewId("key"));

        var first = await Client.AskAsync(HttpMethod.Post, $"/api/triggers/{id}.nightly/fire", "", key);
        var second = await Client.AskAsync(HttpMethod.Post, $"/api/triggers/{id}.nightly/fire", "", key);
        var other = await Client.AskAsync(HttpMethod.Post, $"/api/triggers/{id}.work/fire", "", key);

        Assert.Equal((HttpStatusCode.Accepted, first.Text("id")), (first.Status, second.Text("id")));
        Assert.Equal("Idempotency.Mismatch", other.Code);
    }

    [Theory]
    [InlineData("hook", """{"trigger":{"body":null}}""", "Trigger.Input")]
    [InlineData("hook", """{"trigger":[]}""", "Request.Invalid")]
    [InlineData("hook", """{"body":{}}""", "Request.Invalid")]
    [InlineData("hook", "{", "Request.Invalid")]
    public async Task HandFired_WithWhatCannotBe_IsRefused(string trigger, string body, string code)
    {
        var id = await Client.PublishAsync(TriggerFlows.All(AppFixture.NewId()));

        var answer = await Client.PostJsonAsync($"/api/triggers/{id}.{trigger}/fire", body);

        Assert.Equal((HttpStatusCode.BadRequest, code), (answer.Status, answer.Code));
    }

    private static (JsonElement Trigger, JsonElement Input) OutputOf(Answer ended)
    {
        var output = ended.Json.GetProperty("output");
        return (output.GetProperty("trigger"), output.GetProperty("input"));
    }

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString()!;

    private Task<Answer> FireAsync(string trigger, string body = "") =>
        Client.PostJsonAsync($"/api/triggers/{trigger}/fire?wait=30s", body);
}
