using System.Net;
using FlowFunctions.App.Tests.Apps;

namespace FlowFunctions.App.Tests.Runs;

[Collection(nameof(AppTests))]
public sealed class ListRunsTests(AppFixture fixture)
{
    private readonly HttpClient _client = fixture.Client;

    [Fact]
    public async Task List_RunsInMemoryAndInTables_IsOneListNewestFirst()
    {
        var flow = await _client.PublishAsync(TestFlows.Twice(AppFixture.NewId()));
        var waiting = await _client.PublishAsync(TestFlows.Waiting(AppFixture.NewId()));
        var ids = new List<string>();
        for (var run = 0; run < 12; run++)
        {
            ids.Add((await _client.PostJsonAsync($"/api/flows/{(run % 3 == 0 ? waiting : flow)}/runs")).Text("id"));
        }

        await fixture.StoredAsync();
        ids.Add((await _client.PostJsonAsync($"/api/flows/{flow}/runs?wait=30s")).Text("id"));
        var listed = (await AllAsync("/api/runs?limit=5")).Where(ids.Contains).ToList();

        // Within a millisecond the random part decides.
        Assert.Equal(ids.Order(StringComparer.Ordinal), listed);
    }

    [Fact]
    public async Task List_ByFlowAndStatus_GivesThoseOnly()
    {
        var flow = await _client.PublishAsync(TestFlows.Waiting(AppFixture.NewId()));
        var open = (await _client.PostJsonAsync($"/api/flows/{flow}/runs")).Text("id");
        var cancelled = (await _client.PostJsonAsync($"/api/flows/{flow}/runs")).Text("id");
        await _client.PostJsonAsync($"/api/runs/{cancelled}/terminate");
        await fixture.StoredAsync();

        Assert.Equal([open], await AllAsync($"/api/runs?flow={flow}&status=running"));
        Assert.Equal([cancelled], await AllAsync($"/api/runs?flow={flow}&status=Cancelled"));
        Assert.Empty(await AllAsync($"/api/runs?flow={flow}&status=Failed"));
        Assert.Contains(cancelled, await AllAsync("/api/runs?status=Cancelled"));
        Assert.DoesNotContain(cancelled, await AllAsync("/api/runs?status=Running"));
    }

    [Fact]
    public async Task List_ByTime_GivesThoseOnly()
    {
        var flow = await _client.PublishAsync(TestFlows.Twice(AppFixture.NewId()));
        var id = (await _client.PostJsonAsync($"/api/flows/{flow}/runs?wait=30s")).Text("id");
        await fixture.StoredAsync();

        Assert.Equal([id], await AllAsync($"/api/runs?flow={flow}&from=2026-01-01&to=2999-01-01"));
        Assert.Empty(await AllAsync($"/api/runs?flow={flow}&to=2026-01-01"));
        Assert.Empty(await AllAsync($"/api/runs?flow={flow}&from=2999-01-01"));
    }

    [Theory]
    [InlineData("limit=0")]
    [InlineData("limit=201")]
    [InlineData("limit=x")]
    [InlineData("status=7")]
    [InlineData("status=Nothing")]
    [InlineData("from=yesterday")]
    [InlineData("continuation=@%25")]
    public async Task List_ParameterThatIsNone_IsRefused(string query)
    {
        var answer = await _client.GetJsonAsync($"/api/runs?{query}");

        Assert.Equal((HttpStatusCode.BadRequest, "Request.Invalid"), (answer.Status, answer.Code));
    }

    private async Task<List<string>> AllAsync(string path)
    {
        var ids = new List<string>();
        string? continuation = null;
        do
        {
            var separator = path.Contains('?', StringComparison.Ordinal) ? '&' : '?';
            var page = await _client.GetJsonAsync(
                continuation is null ? path : $"{path}{separator}continuation={Uri.EscapeDataString(continuation)}"
            );
            Assert.True(page.Status == HttpStatusCode.OK, page.Json.ToString());
            ids.AddRange(
                page.Json.GetProperty("items").EnumerateArray().Select(static run => run.GetProperty("id").GetString()!)
            );
            continuation = page.Json.TryGetProperty("continuation", out var next) ? next.GetString() : null;
        } while (continuation is not null);

        return ids;
    }
}
