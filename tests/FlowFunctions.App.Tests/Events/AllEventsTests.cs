using FlowFunctions.App.Engine;
using FlowFunctions.App.Flows;
using FlowFunctions.App.Runs;
using FlowFunctions.App.Tests.Apps;
using FlowFunctions.Engine.Payloads;
using FlowFunctions.Engine.Runs;
using Microsoft.Extensions.DependencyInjection;

namespace FlowFunctions.App.Tests.Events;

[Collection(nameof(EventsTests))]
public sealed class AllEventsTests(EventsFixture fixture)
{
    private readonly HttpClient _client = fixture.Client;

    [Fact]
    public async Task AllEvents_OfAFlow_TellStartPauseAndEndInOrder()
    {
        var flow = fixture.Publish(TestFlows.Waiting);
        using var reader = await OpenAsync($"?flow={flow}");
        await fixture.StartAsync(TestFlows.Twice, """{"n":1}""", query: "?wait=30s");
        var id = (await _client.PostJsonAsync($"/api/flows/{flow}/runs")).Text("id");
        foreach (var action in (string[])["pause", "resume", "signals/go"])
        {
            await _client.PostJsonAsync($"/api/runs/{id}/{action}");
        }

        List<ServerEvent> events = [];
        while (events.Count < 5)
        {
            events.Add((await reader.NextAsync())!);
        }

        Assert.Equal("ready", events[0].Name);
        Assert.All(events.Skip(1), told => Assert.Equal(("run", id), (told.Name, told.Text("id"))));
        Assert.Equal(
            ["Running", "Paused", "Running", "Succeeded"],
            events.Skip(1).Select(static told => told.Text("status"))
        );
    }

    [Fact]
    public async Task AllEvents_Resumed_GoOnBehindTheLastOne()
    {
        var flow = fixture.Publish(TestFlows.Waiting);
        string last;
        using (var reader = await OpenAsync($"?flow={flow}"))
        {
            last = (await reader.NextAsync())!.Id!;
        }

        var id = (await _client.PostJsonAsync($"/api/flows/{flow}/runs")).Text("id");
        using var resumed = await EventReader.OpenAsync(_client, $"/api/events?flow={flow}", last);
        var first = (await resumed.NextAsync())!;
        using var foreign = await EventReader.OpenAsync(_client, "/api/events", "1-1");

        Assert.Equal(("run", id), (first.Name, first.Text("id")));
        Assert.Equal("ready", (await foreign.NextAsync())!.Name);
        await _client.PostJsonAsync($"/api/runs/{id}/terminate");
    }

    [Fact]
    public async Task AllEvents_OfAnotherWorkspace_AreNotTold()
    {
        var flow = fixture.Publish(TestFlows.Twice);
        using var reader = await OpenAsync($"?flow={flow}");
        await reader.NextAsync();

        var foreign = await StartElsewhereAsync(flow);
        var own = (await _client.PostJsonAsync($"/api/flows/{flow}/runs?wait=30s", """{"n":1}""")).Text("id");
        var told = (await reader.NextAsync())!;
        var answer = await _client.GetJsonAsync($"/api/runs/{foreign}/events");

        Assert.Equal(own, told.Text("id"));
        Assert.Equal("Run.NotFound", answer.Code);
    }

    [Fact]
    public async Task AllEvents_WithAFilterThatNobodyUnderstands_AreRefused()
    {
        var answer = await _client.GetJsonAsync("/api/events?status=Happy");

        Assert.Equal("Request.Invalid", answer.Code);
    }

    private async Task<string> StartElsewhereAsync(string flow)
    {
        var services = fixture.App.Services;
        var plan = (await services.GetRequiredService<IFlowCatalog>().FindAsync("default", flow, null, default))!.Plan;
        var engine = services.GetRequiredService<IAppEngine>();
        var start = new RunStart
        {
            RunId = RunIds.New(TimeProvider.System.GetUtcNow()),
            PlanHash = plan.Hash,
            Workspace = "elsewhere",
            Input = Payload.FromUtf8("{\"n\":1}"u8.ToArray()),
            Trigger = RunTriggers.Api,
        };
        await engine.StartAsync(plan, start);
        await engine.WaitAsync(start.RunId);
        return start.RunId;
    }

    private Task<EventReader> OpenAsync(string query) => EventReader.OpenAsync(_client, $"/api/events{query}");
}
