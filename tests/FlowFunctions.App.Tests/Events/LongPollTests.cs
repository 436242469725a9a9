using System.Text.Json;
using FlowFunctions.App.Tests.Apps;

namespace FlowFunctions.App.Tests.Events;

[Collection(nameof(EventsTests))]
public sealed class LongPollTests(EventsFixture fixture)
{
    private readonly HttpClient _client = fixture.Client;

    [Fact]
    public async Task LongPoll_OfARun_GivesTheRunThenWhatFollows()
    {
        var id = await fixture.StartAsync(TestFlows.Waiting);

        var first = await PollAsync($"/api/runs/{id}/events?wait=20s");
        var next = PollAsync($"/api/runs/{id}/events?wait=20s&after={first.Text("last")}");
        await _client.PostJsonAsync($"/api/runs/{id}/signals/go", "7");
        var items = Items(await next);
        while (items[^1].GetProperty("event").GetString() != "end")
        {
            items.AddRange(Items(await PollAsync($"/api/runs/{id}/events?wait=20s&after={Id(items[^1])}")));
        }

        Assert.Equal(["snapshot"], Items(first).Select(static item => item.GetProperty("event").GetString()));
        Assert.Equal(items.Count, items.Select(Id).Distinct().Count());
        var run = items.Single(static item => item.GetProperty("event").GetString() == "run").GetProperty("data");
        Assert.Equal(("Succeeded", 7), (run.GetProperty("status").GetString(), run.GetProperty("output").GetInt32()));
    }

    [Fact]
    public async Task LongPoll_WithoutPatience_AnswersAtOnceWithNothing()
    {
        var id = await fixture.StartAsync(TestFlows.Waiting);
        var first = await PollAsync($"/api/runs/{id}/events");

        var next = await PollAsync($"/api/runs/{id}/events?after={first.Text("last")}");

        Assert.Empty(Items(next));
        Assert.Equal(first.Text("last"), next.Text("last"));
        await _client.PostJsonAsync($"/api/runs/{id}/terminate");
    }

    [Fact]
    public async Task LongPoll_OfAllRuns_GivesWhatTheFilterLetsThrough()
    {
        var flow = fixture.Publish(TestFlows.Failing);
        var ready = await PollAsync($"/api/events?flow={flow}&status=Failed");
        var next = PollAsync($"/api/events?flow={flow}&status=Failed&wait=20s&after={ready.Text("last")}");
        await fixture.StartAsync(TestFlows.Twice, """{"n":1}""", query: "?wait=30s");
        var run = (await _client.PostJsonAsync($"/api/flows/{flow}/runs?wait=30s")).Text("id");

        var item = Assert.Single(Items(await next));

        Assert.Equal(["ready"], Items(ready).Select(static told => told.GetProperty("event").GetString()));
        Assert.Equal((run, "Failed"), (Text(item, "id"), Text(item, "status")));
    }

    private static string? Text(JsonElement item, string name) =>
        item.GetProperty("data").GetProperty(name).GetString();

    private static string Id(JsonElement item) => item.GetProperty("id").GetString()!;

    private static List<JsonElement> Items(Answer answer) => [.. answer.Json.GetProperty("items").EnumerateArray()];

    private Task<Answer> PollAsync(string path) =>
        _client.AskAsync(HttpMethod.Get, path, headers: ("Accept", "application/json"));
}
