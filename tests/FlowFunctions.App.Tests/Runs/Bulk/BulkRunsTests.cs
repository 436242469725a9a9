using System.Net;
using FlowFunctions.App.Tests.Apps;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Storage.Runs;
using Microsoft.Extensions.DependencyInjection;

namespace FlowFunctions.App.Tests.Runs.Bulk;

[Collection(nameof(AppTests))]
public sealed class BulkRunsTests(AppFixture fixture)
{
    private readonly HttpClient _client = fixture.Client;

    [Fact]
    public async Task Bulk_Cancel_EndsOpenRunsOfTheQueryOnly()
    {
        var flow = await _client.PublishAsync(TestFlows.Waiting(AppFixture.NewId()));
        var other = await _client.PublishAsync(TestFlows.Waiting(AppFixture.NewId()));
        var ids = await StartAsync(flow, 3);
        var untouched = (await StartAsync(other, 1))[0];

        var answer = await BulkAsync($$$"""{"action":"cancel","query":{"flow":"{{{flow}}}"},"reason":"Not needed"}""");
        foreach (var id in ids)
        {
            await _client.UntilAsync($"/api/runs/{id}", static run => run.Text("status") == "Cancelled");
        }

        var still = await _client.GetJsonAsync($"/api/runs/{untouched}");

        Assert.Equal((3, 3, 0), Counts(answer));
        Assert.Equal("Running", still.Text("status"));
    }

    [Fact]
    public async Task Bulk_PauseAndResume_FindTheRunsThatTheyFit()
    {
        var flow = await _client.PublishAsync(TestFlows.Waiting(AppFixture.NewId()));
        var ids = await StartAsync(flow, 2);
        await _client.PostJsonAsync($"/api/runs/{ids[0]}/pause");

        var paused = await BulkAsync($$$"""{"action":"pause","query":{"flow":"{{{flow}}}"}}""");
        var resumed = await BulkAsync($$$"""{"action":"resume","query":{"flow":"{{{flow}}}"}}""");

        Assert.Equal((1, 1, 0), Counts(paused));
        Assert.Equal((2, 2, 0), Counts(resumed));
    }

    [Fact]
    public async Task Bulk_DryRun_OnlyCounts()
    {
        var flow = await _client.PublishAsync(TestFlows.Waiting(AppFixture.NewId()));
        var id = (await StartAsync(flow, 1))[0];

        var answer = await BulkAsync($$$"""{"action":"cancel","query":{"flow":"{{{flow}}}"},"dryRun":true}""");
        var run = await _client.GetJsonAsync($"/api/runs/{id}");

        Assert.Equal((1, 0, 0), Counts(answer));
        Assert.Equal("Running", run.Text("status"));
    }

    [Fact]
    public async Task Bulk_DeleteWithLimit_GoesOnWhereItEnded()
    {
        var flow = await _client.PublishAsync(TestFlows.Twice(AppFixture.NewId()));
        await RunAsync(flow, 5);
        await fixture.StoredAsync();
        var done = new List<int>();
        var continuation = "";
        do
        {
            var answer = await BulkAsync(
                $$$"""{"action":"delete","query":{"flow":"{{{flow}}}"},"limit":2,"continuation":"{{{continuation}}}"}"""
            );
            done.Add(answer.Json.GetProperty("done").GetInt32());
            continuation = answer.Json.TryGetProperty("continuation", out var next) ? next.GetString() : null;
        } while (continuation is not null);

        var left = await _client.GetJsonAsync($"/api/runs?flow={flow}");

        Assert.Equal(5, done.Sum());
        Assert.All(done, static count => Assert.InRange(count, 0, 2));
        Assert.Empty(left.Json.GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task Bulk_Delete_LeavesOtherWorkspacesAlone()
    {
        var flow = await _client.PublishAsync(TestFlows.Twice(AppFixture.NewId()));
        await RunAsync(flow, 1);
        await fixture.StoredAsync();
        var store = fixture.App.Services.GetRequiredService<RunStore>();
        var foreign = new RunHeader
        {
            RunId = RunIds.New(DateTimeOffset.UtcNow),
            Workspace = "other",
            FlowId = flow,
            PlanHash = "none",
            Status = RunStatus.Succeeded,
        };
        Assert.Empty(await store.WriteAsync([new RunRecord(foreign, ReadOnlyMemory<byte>.Empty)]));

        var answer = await BulkAsync($$$"""{"action":"delete","query":{"flow":"{{{flow}}}"}}""");

        Assert.Equal((1, 1, 0), Counts(answer));
        Assert.NotNull(await store.GetAsync("other", foreign.RunId));
    }

    [Fact]
    public async Task Bulk_Rerun_RunsEndedRunsAgain()
    {
        var flow = AppFixture.NewId();
        await _client.PublishAsync(OpsFlows.TwoSteps(flow, mended: false));
        await RunAsync(flow, 2);
        await _client.PublishAgainAsync(OpsFlows.TwoSteps(flow, mended: true));

        var answer = await BulkAsync(
            $$$"""{"action":"rerun","query":{"flow":"{{{flow}}}","status":"Failed"},"rerun":{"from":"failed","plan":"newest"}}"""
        );
        var runs = await _client.UntilAsync(
            $"/api/runs?flow={flow}&status=Succeeded",
            static list => list.Json.GetProperty("items").GetArrayLength() == 2
        );

        Assert.Equal((2, 2, 0), Counts(answer));
        Assert.All(
            runs.Json.GetProperty("items").EnumerateArray(),
            static run => Assert.True(run.TryGetProperty("rerunOf", out _))
        );
    }

    [Fact]
    public async Task Bulk_RunsThatFail_AreNamedWithTheReason()
    {
        var flow = await _client.PublishAsync(TestFlows.Twice(AppFixture.NewId()));
        var id = (await RunAsync(flow, 1))[0];

        var answer = await BulkAsync(
            $$$"""{"action":"rerun","query":{"flow":"{{{flow}}}"},"rerun":{"from":"step","step":"nothing"}}"""
        );

        Assert.Equal((1, 0, 1), Counts(answer));
        var failed = answer.Json.GetProperty("failed")[0];
        Assert.Equal(id, failed.GetProperty("id").GetString());
        Assert.Equal("Rerun.Step", failed.GetProperty("code").GetString());
        Assert.Contains("nothing", failed.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"action":"delete"}""", "Bulk.All")]
    [InlineData("""{"action":"delete","query":{}}""", "Bulk.All")]
    [InlineData("""{"action":"delete","query":{"flow":""}}""", "Bulk.All")]
    [InlineData("""{"action":"burn","all":true}""", "Request.Invalid")]
    [InlineData("""{"query":{"flow":"a"}}""", "Request.Invalid")]
    [InlineData("""{"action":"delete","query":{"flow":"a"},"limit":0}""", "Request.Invalid")]
    [InlineData("""{"action":"delete","query":{"flow":"a"},"limit":1001}""", "Request.Invalid")]
    [InlineData("""{"action":"delete","query":{"status":"Lost"}}""", "Request.Invalid")]
    [InlineData("""{"action":"delete","query":{"flwo":"a"}}""", "Request.Invalid")]
    [InlineData("", "Request.Invalid")]
    [InlineData("7", "Request.Invalid")]
    public async Task Bulk_RequestThatCannotBeMeant_IsRefused(string body, string code)
    {
        var answer = await BulkAsync(body);

        Assert.Equal((HttpStatusCode.BadRequest, code), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task Bulk_AllRunsAndSaidSo_IsTaken()
    {
        var answer = await BulkAsync("""{"action":"delete","query":{},"all":true,"dryRun":true,"limit":1}""");

        Assert.Equal(HttpStatusCode.OK, answer.Status);
    }

    private Task<Answer> BulkAsync(string body) => _client.PostJsonAsync("/api/runs/bulk", body);

    private async Task<List<string>> StartAsync(string flow, int count)
    {
        var ids = new List<string>();
        for (var run = 0; run < count; run++)
        {
            ids.Add((await _client.PostJsonAsync($"/api/flows/{flow}/runs")).Text("id"));
        }

        return ids;
    }

    private async Task<List<string>> RunAsync(string flow, int count)
    {
        var ids = new List<string>();
        for (var run = 0; run < count; run++)
        {
            ids.Add((await _client.PostJsonAsync($"/api/flows/{flow}/runs?wait=30s", """{"n":1}""")).Text("id"));
        }

        return ids;
    }

    private static (int Matched, int Done, int Failed) Counts(Answer answer) =>
        (
            answer.Json.GetProperty("matched").GetInt32(),
            answer.Json.GetProperty("done").GetInt32(),
            answer.Json.GetProperty("failed").GetArrayLength()
        );
}
