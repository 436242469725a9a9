using System.Net;
using FlowFunctions.App.Limits;
using FlowFunctions.App.Tests.Access;
using FlowFunctions.App.Tests.Apps;

namespace FlowFunctions.App.Tests.Limits;

/// <summary>Limits of runs with the embedded engine, and what is particular there.</summary>
[Collection(nameof(AppTests))]
public sealed class EmbeddedLimitTests(AppFixture fixture) : LimitedRunSuite, IAsyncLifetime
{
    private GuardedApp? _app;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (_app is not null)
        {
            await _app.DisposeAsync();
        }
    }

    [Fact]
    public async Task Start_OfARunThatEnds_TakesNoPlaceForLong()
    {
        using var client = await StartAsync("quick", (LimitKind.OpenRuns, 1));
        var flow = await client.PublishAsync(TestFlows.Twice(AppFixture.NewId()));

        for (var run = 0; run < 50; run++)
        {
            var answer = await client.PostJsonAsync($"/api/flows/{flow}/runs?wait=20s", """{"n":1}""");
            Assert.Equal(HttpStatusCode.OK, answer.Status);
        }
    }

    [Fact]
    public async Task Start_OfAFlowThatCallsAnother_NeedsOnePlaceOnly()
    {
        using var client = await StartAsync("calls", (LimitKind.OpenRuns, 1));
        var called = await client.PublishAsync(TestFlows.Twice(AppFixture.NewId()));
        var flow = await client.PublishAsync(TestFlows.Calling(AppFixture.NewId(), called));

        var answer = await client.PostJsonAsync($"/api/flows/{flow}/runs?wait=20s", """{"n":1}""");

        Assert.Equal("Succeeded", answer.Text("status"));
    }

    [Fact]
    public async Task Put_OfAFileThatDoesNotFit_IsRefusedUntilTheLimitIsRaised()
    {
        using var client = await StartAsync("full", (LimitKind.StorageBytes, 1_000));
        var flow = await client.PublishAsync(TestFlows.Twice("full"));
        var content = new string('x', 600);

        var first = await client.AskAsync(HttpMethod.Put, "/api/files/full/a.txt", content);
        var second = await client.AskAsync(HttpMethod.Put, "/api/files/full/b.txt", content + "y");
        await client.AskAsync(HttpMethod.Put, "/api/limits/storage", """{"value":500}""");
        var run = await client.PostJsonAsync($"/api/flows/{flow}/runs?wait=20s", """{"n":1}""");
        await client.AskAsync(HttpMethod.Put, "/api/limits/storage", """{"value":2000}""");
        var third = await client.AskAsync(HttpMethod.Put, "/api/files/full/b.txt", content + "y");
        var after = await client.PostJsonAsync($"/api/flows/{flow}/runs?wait=20s", """{"n":1}""");

        Assert.Equal(HttpStatusCode.Created, first.Status);
        Assert.Equal((HttpStatusCode.InsufficientStorage, "Limits.Storage"), (second.Status, second.Code));
        Assert.Equal((HttpStatusCode.InsufficientStorage, "Limits.Storage"), (run.Status, run.Code));
        Assert.Equal(HttpStatusCode.Created, third.Status);
        Assert.Equal(HttpStatusCode.OK, after.Status);
    }

    [Fact]
    public async Task Script_WhenTheDaysTimeIsUsedUp_FailsWithWhenToTryAgain()
    {
        using var client = await StartAsync("scripts", (LimitKind.ScriptSeconds, 1));
        var flow = await client.PublishAsync(
            """{"id":"ID","steps":{"run":{"type":"script","with":{"runtime":"bash","code":"sleep 1.1"}}}}""".Replace(
                "ID",
                AppFixture.NewId(),
                StringComparison.Ordinal
            )
        );

        var first = await client.PostJsonAsync($"/api/flows/{flow}/runs?wait=60s", "{}");
        var second = await client.PostJsonAsync($"/api/flows/{flow}/runs?wait=60s", "{}");
        var trial = await client.PostJsonAsync(
            "/api/step-types/script/test",
            """{"with":{"runtime":"bash","code":"true"}}"""
        );

        Assert.Equal("Succeeded", first.Text("status"));
        var error = second.Json.GetProperty("error");
        Assert.Equal("Limits.ScriptSeconds", error.GetProperty("code").GetString());
        Assert.Contains("scriptSeconds", error.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal("Limits.ScriptSeconds", trial.Json.GetProperty("error").GetProperty("code").GetString());
    }

    protected override Task<HttpClient> ClientAsync() => StartAsync(AppFixture.NewId("limited"));

    private async Task<HttpClient> StartAsync(string workspace, params (LimitKind, long)[] limits)
    {
        _app = await LimitedApp.StartAsync(fixture, limits: limits);
        return _app.Client(GuardedApp.Key, workspace);
    }
}
