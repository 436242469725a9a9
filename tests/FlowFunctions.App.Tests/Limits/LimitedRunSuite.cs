using System.Net;
using FlowFunctions.App.Tests.Apps;

namespace FlowFunctions.App.Tests.Limits;

/// <summary>Open runs and steps a minute, the same with every engine.</summary>
public abstract class LimitedRunSuite
{
    private const string Limits = "/api/limits";

    /// <summary>A client of an app of its own, in which nothing is limited yet.</summary>
    protected abstract Task<HttpClient> ClientAsync();

    [Fact]
    public async Task Start_ManyAtOnce_TakesExactlyAsManyAsMayBeOpen()
    {
        const int Limit = 20;
        using var client = await ClientAsync();
        var flow = await client.PublishAsync(TestFlows.Waiting(AppFixture.NewId()));
        await client.AskAsync(HttpMethod.Put, $"{Limits}/openRuns", $$"""{"value":{{Limit}}}""");

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 100).Select(_ => client.PostJsonAsync($"/api/flows/{flow}/runs", "{}"))
        );

        var started = answers.Where(static answer => answer.Status == HttpStatusCode.Accepted).ToList();
        Assert.Equal(Limit, started.Count);
        Assert.All(
            answers.Except(started),
            static refused =>
                Assert.Equal(
                    (HttpStatusCode.TooManyRequests, "Limits.OpenRuns", "5"),
                    (refused.Status, refused.Code, refused.Header("Retry-After"))
                )
        );
        Assert.Equal(Limit, await UsedAsync(client));
        await CheckPlaceIsFreeAgainAsync(client, flow, started[0].Text("id"));
    }

    [Fact]
    public async Task Steps_MoreThanMayBeginInAMinute_WaitForTheirTurnAndSaySo()
    {
        using var client = await ClientAsync();
        var flow = await client.PublishAsync(
            """{"id":"ID","steps":{"loop":{"type":"foreach","with":{"items":"{{ Array.from({ length: 26 }, (_, i) => i) }}","concurrency":26},"body":{"steps":{"one":{"type":"http","with":{"url":"URL"} } } } } } }"""
                .Replace("ID", AppFixture.NewId(), StringComparison.Ordinal)
                .Replace("URL", $"{client.BaseAddress}healthz", StringComparison.Ordinal)
        );
        await client.AskAsync(HttpMethod.Put, $"{Limits}/stepsPerMinute", """{"value":120}""");

        var run = (await client.PostJsonAsync($"/api/flows/{flow}/runs", "{}")).Text("id");
        var waiting = await client.UntilAsync(
            $"/api/runs/{run}",
            static answer =>
                answer.Text("status") != "Running"
                || (
                    answer.Json.TryGetProperty("waitingFor", out var reasons)
                    && reasons.ToString().Contains("\"Limit\"", StringComparison.Ordinal)
                )
        );
        var ended = await client.UntilAsync($"/api/runs/{run}", static answer => answer.Text("status") != "Running");

        Assert.Equal("Running", waiting.Text("status"));
        Assert.Contains("stepsPerMinute", waiting.Json.GetProperty("waitingFor").ToString(), StringComparison.Ordinal);
        Assert.Equal("Succeeded", ended.Text("status"));
    }

    private static async Task CheckPlaceIsFreeAgainAsync(HttpClient client, string flow, string runId)
    {
        await client.PostJsonAsync($"/api/runs/{runId}/terminate");
        await client.UntilAsync($"/api/runs/{runId}", static answer => answer.Text("status") == "Cancelled");
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while ((await client.PostJsonAsync($"/api/flows/{flow}/runs", "{}")).Status != HttpStatusCode.Accepted)
        {
            Assert.False(limit.IsCancellationRequested);
            await Task.Delay(TimeSpan.FromMilliseconds(50));
        }
    }

    private static async Task<long> UsedAsync(HttpClient client) =>
        (await client.GetJsonAsync(Limits))
            .Json.GetProperty("limits")
            .EnumerateArray()
            .Single(static limit => limit.GetProperty("name").GetString() == "openRuns")
            .GetProperty("used")
            .GetInt64();
}
