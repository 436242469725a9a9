using System.Net;
using FlowFunctions.App.Events;
using FlowFunctions.App.Tests.Apps;
using Microsoft.Extensions.DependencyInjection;

namespace FlowFunctions.App.Tests.Events;

[Collection(nameof(EventsTests))]
public sealed class RunEventsTests(EventsFixture fixture)
{
    private readonly HttpClient _client = fixture.Client;

    [Fact]
    public async Task Events_OfARunThatWaitsForADecision_TellWhatItWaitsForAndHowItEnds()
    {
        var id = await fixture.StartAsync(TestFlows.Approval);
        using var reader = await OpenAsync(id);

        var snapshot = (await reader.NextAsync())!;
        await _client.PostJsonAsync($"/api/runs/{id}/signals/approval:ask", """{"approved":true}""");
        var events = await reader.RestAsync();

        Assert.Equal(("snapshot", id), (snapshot.Name, snapshot.Text("id")));
        var reason = Assert.Single(snapshot.Data.GetProperty("waitingFor").EnumerateArray());
        Assert.Equal("Approval", reason.GetProperty("kind").GetString());
        Assert.Contains("May it go on?", reason.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Contains(
            events,
            told => told.Name == "step" && told.Text("path") == "ask" && told.Text("status") == "Succeeded"
        );
        Assert.Contains(
            events,
            told => told.Name == "step" && told.Text("path") == "done" && told.Text("status") == "Succeeded"
        );
        var end = events.Single(static told => told.Name == "run");
        Assert.Equal("Succeeded", end.Text("status"));
        Assert.True(end.Data.GetProperty("output").GetProperty("approved").GetBoolean());
        Assert.Equal(("end", "Succeeded"), (events[^1].Name, events[^1].Text("status")));
    }

    [Fact]
    public async Task Events_Answer_HasTheHeadersOfAStream()
    {
        var id = await fixture.StartAsync(TestFlows.Waiting);
        using var reader = await OpenAsync(id);

        Assert.Equal("text/event-stream", reader.Response.Content.Headers.ContentType?.ToString());
        Assert.True(reader.Response.Headers.CacheControl?.NoCache);
        Assert.Equal("no", reader.Response.Headers.GetValues("X-Accel-Buffering").Single());
        await _client.PostJsonAsync($"/api/runs/{id}/terminate");
    }

    [Fact]
    public async Task Snapshot_WithTheEventsBehindIt_IsTheRunAsItIsRead()
    {
        var id = await fixture.StartAsync(EventFlows.Ticks, """{"count":3}""");
        using var reader = await OpenAsync(id);
        var snapshot = (await reader.NextAsync())!;
        for (var tick = 0; tick < 3; tick++)
        {
            await _client.PostJsonAsync($"/api/runs/{id}/signals/tick");
        }

        var events = await reader.RestAsync();
        var run = await _client.GetJsonAsync($"/api/runs/{id}");

        var steps = snapshot
            .Data.GetProperty("steps")
            .EnumerateArray()
            .Concat(events.Where(static told => told.Name == "step").Select(static told => told.Data))
            .GroupBy(static step => step.GetProperty("path").GetString()!)
            .ToDictionary(static step => step.Key, static step => step.Last().ToString());
        Assert.Equal(
            run.Json.GetProperty("steps")
                .EnumerateArray()
                .ToDictionary(static step => step.GetProperty("path").GetString()!, static step => step.ToString()),
            steps
        );
        Assert.Contains(
            events,
            static told => told.Name == "step" && told.Text("path") == "loop" && Finished(told) == 2
        );
    }

    [Fact]
    public async Task Pause_AndResume_AreTold()
    {
        var id = await fixture.StartAsync(TestFlows.Waiting);
        using var reader = await OpenAsync(id);
        await reader.NextAsync();

        await _client.PostJsonAsync($"/api/runs/{id}/pause");
        var paused = await reader.UntilAsync("run");
        var waiting = await reader.UntilAsync("waiting");
        await _client.PostJsonAsync($"/api/runs/{id}/resume");
        var resumed = await reader.UntilAsync("run");
        await _client.PostJsonAsync($"/api/runs/{id}/cancel");
        var end = await reader.UntilAsync("end");

        Assert.Equal(("Paused", "Running"), (paused.Text("status"), resumed.Text("status")));
        Assert.Contains(
            "Resume",
            waiting
                .Data.GetProperty("waitingFor")
                .EnumerateArray()
                .Select(static reason => reason.GetProperty("kind").GetString())
        );
        Assert.Equal("Cancelled", end.Text("status"));
    }

    [Fact]
    public async Task Events_OfARunThatWaitsForAdmission_TellWhenItStartsOrEnds()
    {
        var flow = fixture.Publish(EventFlows.OneAtATime);
        var ids = new List<string>();
        for (var run = 0; run < 3; run++)
        {
            ids.Add((await _client.PostJsonAsync($"/api/flows/{flow}/runs")).Text("id"));
        }

        using var second = await OpenAsync(ids[1]);
        using var third = await OpenAsync(ids[2]);
        var queued = (await second.NextAsync())!;
        await third.NextAsync();
        await _client.PostJsonAsync($"/api/runs/{ids[2]}/cancel");
        var cancelled = await third.UntilAsync("end");
        await _client.PostJsonAsync($"/api/runs/{ids[0]}/signals/go");
        var started = await second.UntilAsync("run");
        await _client.PostJsonAsync($"/api/runs/{ids[1]}/signals/go");
        var ended = await second.UntilAsync("end");

        Assert.Equal("Queued", queued.Text("status"));
        Assert.Equal("Admission", queued.Data.GetProperty("waitingFor")[0].GetProperty("kind").GetString());
        Assert.Equal("Running", started.Text("status"));
        Assert.Equal(("Succeeded", "Cancelled"), (ended.Text("status"), cancelled.Text("status")));
    }

    [Fact]
    public async Task Events_OfARunThatHasEnded_AreTheRunAndItsEnd()
    {
        var id = await fixture.StartAsync(TestFlows.Twice, """{"n":4}""", query: "?wait=30s");
        await _client.UntilAsync(
            "/api/runs?limit=200",
            answer => answer.Json.ToString().Contains(id, StringComparison.Ordinal)
        );
        using var reader = await OpenAsync(id);

        var events = await reader.RestAsync();
        using var again = await OpenAsync(id, events[^1].Id);

        Assert.Equal(["snapshot", "end"], events.Select(static told => told.Name));
        Assert.Equal(8, events[0].Data.GetProperty("output").GetInt32());
        Assert.Equal(HttpStatusCode.NoContent, again.Status);
    }

    [Fact]
    public async Task Events_OfAnUnknownRun_AreNotFound()
    {
        var answer = await _client.GetJsonAsync("/api/runs/zybr38esga7ypbzjy3s75c67hy/events");

        Assert.Equal((HttpStatusCode.NotFound, "Run.NotFound"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task LogLine_OfARun_IsTold()
    {
        var logs = fixture.App.Services.GetRequiredService<ILogWatcher>();
        var id = await fixture.StartAsync(TestFlows.Waiting);
        using var reader = await OpenAsync(id);
        await reader.NextAsync();

        logs.Watch("another-run", new LiveLogLine("wait", 1, DateTimeOffset.UnixEpoch, "info", "Not for this reader"));
        logs.Watch(id, new LiveLogLine("wait", 1, DateTimeOffset.UnixEpoch, "stderr", new string('x', 9000) + "\n"));
        var line = await reader.UntilAsync("log");

        Assert.Equal(
            ("wait", "stderr", "1970-01-01T00:00:00.000Z"),
            (line.Text("step"), line.Text("level"), line.Text("at"))
        );
        Assert.Equal(8192, line.Text("message").Length);
        Assert.True(line.Data.GetProperty("cut").GetBoolean());
        await _client.PostJsonAsync($"/api/runs/{id}/terminate");
    }

    private static int Finished(ServerEvent told) =>
        told.Data.GetProperty("iterations").GetProperty("finished").GetInt32();

    private Task<EventReader> OpenAsync(string id, string? last = null) =>
        EventReader.OpenAsync(_client, $"/api/runs/{id}/events", last);
}
