using System.Net;
using FlowFunctions.App.Health.Readiness;
using FlowFunctions.App.Runs.Records;
using FlowFunctions.App.Tests.Apps;
using FlowFunctions.App.Tests.Events;
using FlowFunctions.Storage.Local;
using Microsoft.Extensions.DependencyInjection;

namespace FlowFunctions.App.Tests.Health;

[Collection(nameof(EventsTests))]
public sealed class HealthTests(EventsFixture fixture)
{
    private readonly HttpClient _client = fixture.Client;

    [Fact]
    public async Task Healthz_OfARunningApp_IsOk() => Assert.Equal("ok", await _client.GetStringAsync("/healthz"));

    [Fact]
    public async Task Readyz_OfARunningApp_NamesEachPart()
    {
        var answer = await _client.GetJsonAsync("/readyz");

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.True(answer.Json.GetProperty("ready").GetBoolean());
        Assert.Equal(
            ["storage", "engine", "records"],
            answer
                .Json.GetProperty("parts")
                .EnumerateArray()
                .Select(static part => part.GetProperty("name").GetString())
        );
    }

    [Fact]
    public async Task Readyz_WithoutStorage_SaysSo()
    {
        var azurite = await Azurite.StartAsync(new AzuriteOptions(AppFixture.AzuriteFolder));
        await using var app = await fixture.StartAppAsync(storage: azurite.ConnectionString);
        using var client = EventsFixture.ClientOf(app);
        await azurite.DisposeAsync();

        var answer = await client.GetJsonAsync("/readyz");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.Status);
        var storage = answer.Json.GetProperty("parts")[0];
        Assert.Equal(
            ("storage", false),
            (storage.GetProperty("name").GetString(), storage.GetProperty("isReady").GetBoolean())
        );
        Assert.Contains("storage account", storage.GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/healthz")).StatusCode);
    }

    [Fact]
    public async Task Readyz_WhileRecordsWaitBeyondTheLimit_SaysSo()
    {
        await using var app = await fixture.StartAppAsync(static builder =>
            builder.Services.AddSingleton(new RecordSettings { MaxWaiting = 0 })
        );
        using var client = EventsFixture.ClientOf(app);

        var answer = await client.GetJsonAsync("/readyz");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.Status);
        Assert.Contains(
            "wait to be stored",
            answer.Json.GetProperty("parts")[2].GetProperty("reason").GetString(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task StorageProbe_AskedByMany_AsksOnce()
    {
        var probe = fixture.App.Services.GetRequiredService<StorageProbe>();

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => probe.CheckAsync()));

        Assert.All(answers, static part => Assert.True(part.IsReady));
        Assert.Single(answers.Distinct(ReferenceEqualityComparer.Instance));
    }

    [Fact]
    public async Task Metrics_OnceAskedFor_CountRunsAndRequests()
    {
        var flow = fixture.Publish(TestFlows.Twice);
        await _client.GetStringAsync("/metrics");
        await _client.PostJsonAsync($"/api/flows/{flow}/runs?wait=30s", """{"n":1}""");

        var response = await _client.GetAsync("/metrics");
        var text = await response.Content.ReadAsStringAsync();

        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", response.Content.Headers.ContentType?.ToString());
        Assert.Contains(
            $"flow_run_completed_total{{flow=\"{flow}\",status=\"succeeded\"}} 1\n",
            text,
            StringComparison.Ordinal
        );
        Assert.Contains("# TYPE http_server_request_duration_seconds histogram\n", text, StringComparison.Ordinal);
        Assert.Contains("http_route=\"/api/flows/{id}/runs\"", text, StringComparison.Ordinal);
        Assert.Contains("# TYPE dotnet_gc_collections_total counter\n", text, StringComparison.Ordinal);
        Assert.Contains("flow_run_open ", text, StringComparison.Ordinal);
    }
}
