using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using FlowFunctions.EndToEnd.Tests.Processes;
using FlowFunctions.Engine.DurableTask.Clients;
using FlowFunctions.Engine.DurableTask.Hub;
using FlowFunctions.Engine.DurableTask.Hub.Drivers;
using FlowFunctions.Engine.DurableTask.Hub.Handler;
using FlowFunctions.Engine.DurableTask.Hub.Management;

namespace FlowFunctions.EndToEnd.Tests.FunctionsHost;

/// <summary>
/// The handler is killed with runs in flight, as the Functions host does it. The host fails the instances whose calls broke; the timer's
/// function brings them back, and every run ends with its record.
/// </summary>
public sealed class HandlerKillTests(PublishedApp app) : IClassFixture<PublishedApp>
{
    private const int Runs = 40;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    [Fact]
    public async Task Kill_WithFortyRunsInFlight_EveryRunEndsWithItsRecord()
    {
        var port = PublishedApp.FreePort();
        var address = new Uri($"http://127.0.0.1:{port}");
        using var caller = new HandlerCaller(address, TimeProvider.System);
        using var client = PublishedApp.ClientOf(port);
        await using var live = new LiveHub(new TaskHubOptions(), new CustomHandlerWorker(caller));
        await using var management = await ManagementApi.StartAsync(live.Hub, "key-of-tests");
        var tick = new TimerTriggerCall("Tick", "timer", Client: management.Binding("client"));
        string[] ids;
        using (await StartAsync(port, client))
        {
            await caller.CallAsync(tick, CancellationToken.None);
            await SaveAsync(client, port);
            ids = await Task.WhenAll(Enumerable.Range(0, Runs).Select(n => StartRunAsync(client, n)));
            await UntilAsync(() => Task.FromResult(live.Hub.Get(ids[^1])?.CustomStatus is not null));
        }

        // Disposing of a handler kills it, with calls under way.
        await UntilAsync(() => Task.FromResult(ids.Any(id => live.Hub.Get(id)!.Status == InstanceStatus.Failed)));
        using var second = await StartAsync(port, client);
        await UntilAsync(async () =>
        {
            await caller.CallAsync(tick, CancellationToken.None);
            var ended = await Task.WhenAll(ids.Select(id => HasEndedAsync(client, id)));
            return ended.All(static hasEnded => hasEnded);
        });

        for (var n = 0; n < Runs; n++)
        {
            var run = await client.GetFromJsonAsync<JsonElement>($"/api/runs/{ids[n]}");
            Assert.Equal("Succeeded", run.GetProperty("status").GetString());
            Assert.Equal(n + 1, run.GetProperty("output").GetInt32());
        }
    }

    /// <summary>Three calls over the network, to the handler itself, with pauses that keep runs in flight.</summary>
    private static string FlowOf(int port) =>
        $$$"""
            {
              "id": "chain",
              "steps": {
                "one": { "type": "http", "with": { "url": "http://127.0.0.1:{{{port}}}/" } },
                "pause": { "type": "delay", "with": { "duration": "400ms" } },
                "two": { "type": "http", "with": { "url": "http://127.0.0.1:{{{port}}}/" } },
                "rest": { "type": "delay", "with": { "duration": "400ms" } },
                "three": { "type": "http", "with": { "url": "http://127.0.0.1:{{{port}}}/" } },
                "sum": { "type": "transform", "with": { "value": "{{ input.n + 1 }}" } }
              },
              "edges": [
                { "from": "one", "to": "pause" },
                { "from": "pause", "to": "two" },
                { "from": "two", "to": "rest" },
                { "from": "rest", "to": "three" },
                { "from": "three", "to": "sum" }
              ],
              "output": "{{ steps.sum.output }}"
            }
            """;

    private async Task<ProgramRun> StartAsync(int port, HttpClient client)
    {
        var handler = ProgramRun.Start(
            Path.Combine(app.Folder, "FlowFunctions.App"),
            [],
            app.Folder,
            new Dictionary<string, string>(app.Environment(port)) { ["FLOW_ALLOW_PRIVATE_NETWORK"] = "true" }
        );
        await UntilAsync(() => AnswersAsync(client));
        return handler;
    }

    private static async Task SaveAsync(HttpClient client, int port)
    {
        using var body = new StringContent(FlowOf(port), mediaType: new("application/json"));
        using var answer = await client.PutAsync(new Uri("/api/flows/chain", UriKind.Relative), body);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    private static async Task<string> StartRunAsync(HttpClient client, int n)
    {
        using var body = new StringContent($$"""{ "n": {{n}} }""");
        using var answer = await client.PostAsync(new Uri("/api/flows/chain/runs", UriKind.Relative), body);
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;
    }

    private static async Task<bool> HasEndedAsync(HttpClient client, string runId)
    {
        var run = await client.GetFromJsonAsync<JsonElement>($"/api/runs/{runId}");
        return run.TryGetProperty("endedAt", out _);
    }

    private static async Task<bool> AnswersAsync(HttpClient client)
    {
        try
        {
            using var answer = await client.GetAsync(new Uri("/", UriKind.Relative));
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static async Task UntilAsync(Func<Task<bool>> isDone)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!await isDone())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100), patience.Token);
        }
    }
}
