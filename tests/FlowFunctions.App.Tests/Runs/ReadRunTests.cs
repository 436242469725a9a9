using System.Net;
using FlowFunctions.App.Tests.Apps;

namespace FlowFunctions.App.Tests.Runs;

[Collection(nameof(AppTests))]
public sealed class ReadRunTests(AppFixture fixture)
{
    private readonly HttpClient _client = fixture.Client;

    [Fact]
    public async Task Run_BeforeAndAfterItIsStored_HasTheSameShape()
    {
        var flow = await _client.PublishAsync(TestFlows.Twice(AppFixture.NewId()));
        var id = await RunAsync(flow, """{"n":4}""");

        var inMemory = await _client.GetJsonAsync($"/api/runs/{id}");
        await fixture.StoredAsync();
        var stored = await _client.GetJsonAsync($"/api/runs/{id}");

        Assert.Equal(inMemory.Json.ToString(), stored.Json.ToString());
        Assert.Equal(8, stored.Json.GetProperty("output").GetInt32());
        Assert.Equal(4, stored.Json.GetProperty("input").GetProperty("n").GetInt32());
        var step = Assert.Single(stored.Json.GetProperty("steps").EnumerateArray());
        Assert.Equal("Succeeded", step.GetProperty("status").GetString());
        Assert.Equal("transform", step.GetProperty("type").GetString());
    }

    [Fact]
    public async Task Run_ThatWaits_SaysWhatFor()
    {
        var flow = await _client.PublishAsync(TestFlows.Approval(AppFixture.NewId()));
        var id = (await _client.PostJsonAsync($"/api/flows/{flow}/runs")).Text("id");

        var run = await _client.UntilAsync(
            $"/api/runs/{id}",
            static answer => answer.Json.GetProperty("waitingFor").GetArrayLength() > 0
        );

        var reason = run.Json.GetProperty("waitingFor")[0];
        Assert.Equal("Approval", reason.GetProperty("kind").GetString());
        Assert.Equal("ask", reason.GetProperty("step").GetString());
        Assert.Equal("Waiting", run.Json.GetProperty("steps")[0].GetProperty("status").GetString());
    }

    [Fact]
    public async Task Run_WithManySteps_GivesThemPageByPage()
    {
        var flow = await _client.PublishAsync(TestFlows.Loop(AppFixture.NewId()));
        var id = await RunAsync(flow, """{"count":199}""");

        var run = await _client.GetJsonAsync($"/api/runs/{id}");
        var paths = new List<string>();
        string? continuation = "";
        while (continuation is not null)
        {
            var page = await _client.GetJsonAsync($"/api/runs/{id}/steps?limit=150&continuation={continuation}");
            paths.AddRange(
                page.Json.GetProperty("items")
                    .EnumerateArray()
                    .Select(static step => step.GetProperty("path").GetString()!)
            );
            continuation = page.Json.TryGetProperty("continuation", out var next) ? next.GetString() : null;
        }

        Assert.Equal(200, run.Json.GetProperty("stepCount").GetInt32());
        Assert.Equal("loop", paths[0]);
        Assert.Equal(Enumerable.Range(0, 199).Select(static index => $"loop[{index}]/one"), paths.Skip(1));
    }

    [Fact]
    public async Task Run_History_IsWhatTheMachineSaw()
    {
        var flow = await _client.PublishAsync(TestFlows.Twice(AppFixture.NewId()));
        var id = await RunAsync(flow, """{"n":1}""");

        var history = await _client.GetJsonAsync($"/api/runs/{id}/history");

        var events = history.Json.GetProperty("items").EnumerateArray();
        Assert.Equal(
            ["runStarted", "stepCompleted", "stepCompleted"],
            events.Select(static item => item.GetProperty("event").GetString())
        );
    }

    [Fact]
    public async Task Run_LargeOutput_IsFoundWhereTheReferenceSays()
    {
        var flow = await _client.PublishAsync(TestFlows.Large(AppFixture.NewId()));
        var id = await RunAsync(flow, "{}");
        await fixture.StoredAsync();

        var run = await _client.GetJsonAsync($"/api/runs/{id}");
        var reference = run.Json.GetProperty("steps")[0].GetProperty("output").GetProperty("$payload");
        var value = await _client.GetJsonAsync(reference.GetProperty("href").GetString()!);
        var other = await _client.GetJsonAsync($"/api/runs/{id}/payloads/{new string('0', 64)}");

        Assert.Equal(50_002, reference.GetProperty("length").GetInt32());
        Assert.Equal(new string('x', 50_000), value.Json.GetString());
        Assert.Equal((HttpStatusCode.NotFound, "Payload.NotFound"), (other.Status, other.Code));
    }

    [Fact]
    public async Task Run_Unknown_IsNotFound()
    {
        foreach (var path in (string[])["", "/steps", "/history", "/payloads/x"])
        {
            var answer = await _client.GetJsonAsync($"/api/runs/zybr38esga7ypbzjy3s75c67hy{path}");

            Assert.Equal((HttpStatusCode.NotFound, "Run.NotFound"), (answer.Status, answer.Code));
        }
    }

    private async Task<string> RunAsync(string flow, string input)
    {
        var answer = await _client.PostJsonAsync($"/api/flows/{flow}/runs?wait=30s", input);
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Json.ToString());
        return answer.Text("id");
    }
}
