using System.Net;
using FlowFunctions.App.Hosting;
using FlowFunctions.App.Tests.Apps;
using FlowFunctions.Storage.Local;

namespace FlowFunctions.App.Tests.Runs.Delete;

[Collection(nameof(AppTests))]
public sealed class DeleteRunTests(AppFixture fixture)
{
    private readonly HttpClient _client = fixture.Client;

    [Fact]
    public async Task Delete_StoredRun_IsGone()
    {
        var flow = await _client.PublishAsync(TestFlows.Twice(AppFixture.NewId()));
        var id = await RunAsync(flow, """{"n":1}""");
        await fixture.StoredAsync();

        var deleted = await _client.AskAsync(HttpMethod.Delete, $"/api/runs/{id}");
        var after = await _client.GetJsonAsync($"/api/runs/{id}");
        var list = await _client.GetJsonAsync($"/api/runs?flow={flow}");

        Assert.Equal(HttpStatusCode.NoContent, deleted.Status);
        Assert.Equal(HttpStatusCode.NotFound, after.Status);
        Assert.Empty(list.Json.GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task Delete_RunThatCalledOthers_DeletesThemToo()
    {
        var called = await _client.PublishAsync(TestFlows.Twice(AppFixture.NewId()));
        var flow = await _client.PublishAsync(OpsFlows.Calling(AppFixture.NewId(), called));
        var id = await RunAsync(flow, "{}");
        await fixture.StoredAsync();
        var children = await _client.GetJsonAsync($"/api/runs?parent={id}");
        var child = children.Json.GetProperty("items")[0].GetProperty("id").GetString()!;

        var alone = await _client.AskAsync(HttpMethod.Delete, $"/api/runs/{child}");
        var both = await _client.AskAsync(HttpMethod.Delete, $"/api/runs/{id}");
        var after = await _client.GetJsonAsync($"/api/runs/{child}");

        Assert.Equal((HttpStatusCode.Conflict, "Run.Called"), (alone.Status, alone.Code));
        Assert.Equal(HttpStatusCode.NoContent, both.Status);
        Assert.Equal(HttpStatusCode.NotFound, after.Status);
    }

    [Fact]
    public async Task Delete_OpenRun_IsRefused()
    {
        var flow = await _client.PublishAsync(TestFlows.Waiting(AppFixture.NewId()));
        var id = (await _client.PostJsonAsync($"/api/flows/{flow}/runs")).Text("id");

        var answer = await _client.AskAsync(HttpMethod.Delete, $"/api/runs/{id}");

        Assert.Equal((HttpStatusCode.Conflict, "Run.Open"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task Delete_UnknownRun_IsNotFound()
    {
        var answer = await _client.AskAsync(HttpMethod.Delete, "/api/runs/zybr38esga7ypbzjy3s75c67hy");

        Assert.Equal((HttpStatusCode.NotFound, "Run.NotFound"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task Delete_RecordThatIsNotStoredYet_IsRefusedForAMoment()
    {
        var folder = fixture.NewFolder();
        var azurite = await Azurite.StartAsync(new AzuriteOptions(AppFixture.AzuriteFolder));
        await using var app = await FlowApp.StartAsync(
            new AppSettings
            {
                Storage = azurite.ConnectionString,
                DataFolder = folder,
                Url = "http://127.0.0.1:0",
            }
        );
        using var client = new HttpClient { BaseAddress = new Uri(app.Address) };
        var flow = await client.PublishAsync(TestFlows.Waiting("waiting"));
        var id = (await client.PostJsonAsync($"/api/flows/{flow}/runs")).Text("id");

        await azurite.DisposeAsync();
        await client.PostJsonAsync($"/api/runs/{id}/signals/go");
        await client.UntilAsync($"/api/runs/{id}", static run => run.Text("status") == "Succeeded");
        var answer = await client.AskAsync(HttpMethod.Delete, $"/api/runs/{id}");

        Assert.Equal((HttpStatusCode.Conflict, "Run.BeingStored"), (answer.Status, answer.Code));
        Assert.Equal(TimeSpan.FromSeconds(1), answer.Response.Headers.RetryAfter!.Delta);
    }

    [Fact]
    public async Task Delete_RunThatTheJournalStillKeeps_StaysGoneAfterARestart()
    {
        var settings = new AppSettings
        {
            Storage = fixture.Azurite.ConnectionString,
            DataFolder = fixture.NewFolder(),
            Url = "http://127.0.0.1:0",
            IsEmulator = true,
        };
        string deleted;
        string kept;
        await using (var app = await FlowApp.StartAsync(settings))
        {
            using var client = new HttpClient { BaseAddress = new Uri(app.Address) };
            var flow = await client.PublishAsync(TestFlows.Twice(AppFixture.NewId()));
            deleted = (await client.PostJsonAsync($"/api/flows/{flow}/runs?wait=30s", """{"n":1}""")).Text("id");
            kept = (await client.PostJsonAsync($"/api/flows/{flow}/runs?wait=30s", """{"n":1}""")).Text("id");
            var status = HttpStatusCode.Conflict;
            while (status == HttpStatusCode.Conflict)
            {
                status = (await client.AskAsync(HttpMethod.Delete, $"/api/runs/{deleted}")).Status;
            }

            Assert.Equal(HttpStatusCode.NoContent, status);
        }

        await using var restarted = await FlowApp.StartAsync(settings);
        using var after = new HttpClient { BaseAddress = new Uri(restarted.Address) };
        var stays = await after.GetJsonAsync($"/api/runs/{kept}");
        var gone = await after.GetJsonAsync($"/api/runs/{deleted}");

        Assert.Equal(HttpStatusCode.OK, stays.Status);
        Assert.Equal(HttpStatusCode.NotFound, gone.Status);
    }

    private async Task<string> RunAsync(string flow, string input) =>
        (await _client.PostJsonAsync($"/api/flows/{flow}/runs?wait=30s", input)).Text("id");
}
