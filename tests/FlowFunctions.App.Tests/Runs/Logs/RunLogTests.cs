using System.Net;
using System.Net.Http.Headers;
using FlowFunctions.App.Tests.Apps;
using FlowFunctions.Storage.Logs;
using Microsoft.Extensions.DependencyInjection;

namespace FlowFunctions.App.Tests.Runs.Logs;

[Collection(nameof(AppTests))]
public sealed class RunLogTests(AppFixture fixture)
{
    private readonly HttpClient _client = fixture.Client;

    [Fact]
    public async Task Logs_OfARun_TellItsStoryInOrder()
    {
        var flow = await _client.PublishAsync(OpsFlows.Troubled(AppFixture.NewId()));
        var id = await RunAsync(flow, "{}");

        var lines = await LinesAsync(id);

        Assert.Contains($"flow '{flow}', version 1 started", lines[0].Message, StringComparison.Ordinal);
        Assert.Contains(lines, static line => line is { Step: "bad", Level: "error" });
        Assert.Contains(
            lines,
            static line => line is { Step: "good", Message: "Skipped because 'bad' did not succeed." }
        );
        Assert.Contains(lines, static line => line is { Step: "mend", Message: "Succeeded." });
        Assert.StartsWith("Run succeeded after", lines[^1].Message, StringComparison.Ordinal);
        Assert.Equal(
            lines.Select(static line => line.At).Order(StringComparer.Ordinal),
            lines.Select(static line => line.At)
        );
        Assert.All(lines, static line => Assert.Equal("system", line.Source));
    }

    [Fact]
    public async Task Logs_OfAWaitingRun_SayWhatItWaitsForAndWhatCame()
    {
        var flow = await _client.PublishAsync(TestFlows.Waiting(AppFixture.NewId()));
        var id = await StartAsync(flow);
        await _client.PostJsonAsync($"/api/runs/{id}/pause", """{"reason":"Lunch"}""");
        await _client.PostJsonAsync($"/api/runs/{id}/resume");
        await _client.PostJsonAsync($"/api/runs/{id}/signals/go");
        await EndAsync(id);

        var messages = (await LinesAsync(id)).ConvertAll(static line => line.Message);

        Assert.Contains("Waits for signal 'go'.", messages);
        Assert.Contains("Somebody asked to pause the run: Lunch", messages);
        Assert.Contains("Somebody asked to resume the run.", messages);
        Assert.Contains("Signal 'go' came.", messages);
    }

    [Fact]
    public async Task Logs_OfSteps_StandAmongTheOthersAndGoWithTheRun()
    {
        var flow = await _client.PublishAsync(TestFlows.Twice(AppFixture.NewId()));
        var id = await RunAsync(flow, """{"n":1}""");
        var store = fixture.App.Services.GetRequiredService<LogStore>();
        await using (var writer = store.Open(new LogKey("default", id, "a", 1)))
        {
            writer.Write(StepLogLevel.Warning, "Written by the step");
        }

        var all = await LinesAsync(id);
        var ofStep = await LinesAsync(id, "step=a&attempt=1");
        var ofOther = await LinesAsync(id, "step=a&attempt=2");
        await fixture.StoredAsync();
        await _client.AskAsync(HttpMethod.Delete, $"/api/runs/{id}");
        var left = store.ListAsync("default", id).GetAsyncEnumerator();

        // It may have been written in the millisecond in which the run ended, so it need not be the last one.
        Assert.Contains(all, static line => (line.Step, line.Level, line.Source) == ("a", "warning", "step"));
        Assert.Contains(ofStep, static line => line is { Message: "Written by the step", Source: "step" });
        Assert.Contains(ofStep, static line => line.Source == "system");
        Assert.Empty(ofOther);
        Assert.False(await left.MoveNextAsync());
    }

    [Fact]
    public async Task Logs_OfARerun_NameWhatWasReused()
    {
        var flow = await _client.PublishAsync(OpsFlows.TwoSteps(AppFixture.NewId(), mended: true));
        var old = await RunAsync(flow, """{"n":1}""");
        var answer = await _client.PostJsonAsync(
            $"/api/runs/{old}/rerun?wait=30s",
            """{"from":"step","step":"second"}"""
        );

        var lines = await LinesAsync(answer.Text("id"));

        Assert.Contains($"it repeats run {old}", lines[0].Message, StringComparison.Ordinal);
        Assert.Contains(
            lines,
            static line => line is { Step: "first", Message: "Reused the result of the earlier run." }
        );
    }

    [Fact]
    public async Task Logs_PageByPage_AreTheSameLines()
    {
        var flow = await _client.PublishAsync(TestFlows.Loop(AppFixture.NewId()));
        var id = await RunAsync(flow, """{"count":5}""");
        var all = await LinesAsync(id, "limit=1000");
        var paged = new List<Line>();
        string? after = "";
        while (after is not null)
        {
            var page = await _client.GetJsonAsync($"/api/runs/{id}/logs?limit=3&after={after}");
            paged.AddRange(Read(page));
            after = page.Json.TryGetProperty("continuation", out var next) ? next.GetString() : null;
        }

        Assert.True(all.Count > 6);
        Assert.Equal(all, paged);
    }

    [Fact]
    public async Task Logs_Filtered_HoldOnlyWhatIsAskedFor()
    {
        var flow = await _client.PublishAsync(TestFlows.Loop(AppFixture.NewId()));
        var id = await RunAsync(flow, """{"count":3}""");

        var one = await LinesAsync(id, "step=loop[1]/one");
        var loop = await LinesAsync(id, "step=loop");
        var second = await LinesAsync(id, "step=loop&attempt=2");
        var later = await LinesAsync(id, "after=2999-01-01T00:00:00Z");

        Assert.NotEmpty(one);
        Assert.All(one, static line => Assert.Equal("loop[1]/one", line.Step));
        Assert.Contains(loop, static line => line.Step == "loop");
        Assert.Contains(loop, static line => line.Step == "loop[2]/one");
        Assert.Empty(second);
        Assert.Empty(later);
    }

    [Fact]
    public async Task Logs_AsText_AreLines()
    {
        var flow = await _client.PublishAsync(TestFlows.Failing(AppFixture.NewId()));
        var id = await RunAsync(flow, "{}");

        var (type, text) = await TextAsync($"/api/runs/{id}/logs", "text/plain");

        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("text/plain", type);
        Assert.Contains(
            lines,
            static line =>
                line.Contains("error   stop: Failed in attempt 1: Order.Missing: There is no", StringComparison.Ordinal)
        );
        Assert.Contains("Run failed after", lines[^1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("text/plain", "Run succeeded after")]
    [InlineData("text/event-stream", "event: end\ndata: {\"id\":")]
    public async Task Logs_Followed_ComeUntilTheRunEnds(string accept, string last)
    {
        var flow = await _client.PublishAsync(TestFlows.Waiting(AppFixture.NewId()));
        var id = await StartAsync(flow);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/runs/{id}/logs?follow=true");
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(accept));
        using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());

        // The signal goes only when the wait was told, so what follows was told while the stream was open.
        var seen = "";
        while (!seen.Contains("Waits for signal", StringComparison.Ordinal))
        {
            seen += await reader.ReadLineAsync() + "\n";
        }

        await _client.PostJsonAsync($"/api/runs/{id}/signals/go");
        var rest = await reader.ReadToEndAsync();

        Assert.Equal(accept, response.Content.Headers.ContentType!.MediaType);
        Assert.Contains(
            "Signal 'go' came.",
            rest.Replace("\\u0027", "'", StringComparison.Ordinal),
            StringComparison.Ordinal
        );
        Assert.Contains(last, rest, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Logs_FollowedWhileTheAppStops_EndAsTheyShould()
    {
        var app = await fixture.StartAppAsync(fixture.NewFolder());
        using var client = new HttpClient { BaseAddress = new Uri(app.Address) };
        var flow = await client.PublishAsync(TestFlows.Waiting(AppFixture.NewId()));
        var id = (await client.PostJsonAsync($"/api/flows/{flow}/runs")).Text("id");
        using var stream = new StreamReader(
            await client.GetStreamAsync(new Uri($"/api/runs/{id}/logs?follow=true", UriKind.Relative))
        );
        var first = await stream.ReadLineAsync();

        await app.DisposeAsync();
        var rest = await stream.ReadToEndAsync();

        Assert.Contains("started", first, StringComparison.Ordinal);
        Assert.DoesNotContain("Run succeeded", rest, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Logs_FollowedAfterTheEnd_AreThoseOfTheWholeRun()
    {
        var flow = await _client.PublishAsync(TestFlows.Twice(AppFixture.NewId()));
        var id = await RunAsync(flow, """{"n":1}""");
        await fixture.StoredAsync();

        var (_, followed) = await TextAsync($"/api/runs/{id}/logs?follow=true", "text/plain");
        var (_, whole) = await TextAsync($"/api/runs/{id}/logs", "text/plain");

        Assert.Equal(whole, followed);
    }

    [Theory]
    [InlineData("limit=0")]
    [InlineData("limit=1001")]
    [InlineData("limit=x")]
    [InlineData("after=yesterday")]
    [InlineData("after=9.x")]
    [InlineData("level=loud")]
    [InlineData("follow=true&limit=5")]
    public async Task Logs_ParameterThatCannotBeMeant_IsRefused(string parameters)
    {
        var flow = await _client.PublishAsync(TestFlows.Twice(AppFixture.NewId()));
        var id = await RunAsync(flow, """{"n":1}""");

        var answer = await _client.GetJsonAsync($"/api/runs/{id}/logs?{parameters}");

        Assert.Equal((HttpStatusCode.BadRequest, "Request.Invalid"), (answer.Status, answer.Code));
    }

    [Theory]
    [InlineData("loop", HttpStatusCode.OK)]
    [InlineData("loop[999]/one", HttpStatusCode.OK)]
    [InlineData("nope", HttpStatusCode.NotFound)]
    [InlineData("loop/nope", HttpStatusCode.NotFound)]
    [InlineData("loop/one/nope&follow=true", HttpStatusCode.NotFound)]
    public async Task Logs_OfAStep_AreNotFoundOnlyWhenTheFlowHasNone(string step, HttpStatusCode status)
    {
        var flow = await _client.PublishAsync(TestFlows.Loop(AppFixture.NewId()));
        var id = await RunAsync(flow, """{"count":1}""");

        var answer = await _client.GetJsonAsync($"/api/runs/{id}/logs?step={step}");

        Assert.Equal(status, answer.Status);
        Assert.Equal(status == HttpStatusCode.OK, answer.Json.TryGetProperty("items", out _));
        Assert.True(status == HttpStatusCode.OK || answer.Code == "Step.NotFound");
    }

    [Fact]
    public async Task Logs_FromALevelOn_HoldWhatIsAsBadOrWorse()
    {
        var flow = await _client.PublishAsync(OpsFlows.Troubled(AppFixture.NewId()));
        var id = await RunAsync(flow, "{}");
        var all = await LinesAsync(id);

        var debug = await LinesAsync(id, "level=debug");
        var warnings = await LinesAsync(id, "level=warning");

        Assert.Equal(all, debug);
        Assert.Equal(all.Where(static line => line.Level is "warning" or "error"), warnings);
        Assert.NotEmpty(warnings);
    }

    [Theory]
    [InlineData("")]
    [InlineData("?follow=true")]
    public async Task Logs_UnknownRun_AreNotFound(string parameters)
    {
        var answer = await _client.GetJsonAsync($"/api/runs/zybr38esga7ypbzjy3s75c67hy/logs{parameters}");

        Assert.Equal((HttpStatusCode.NotFound, "Run.NotFound"), (answer.Status, answer.Code));
    }

    private async Task<List<Line>> LinesAsync(string id, string parameters = "") =>
        Read(await _client.GetJsonAsync($"/api/runs/{id}/logs?{parameters}"));

    private static List<Line> Read(Answer page) =>
        [
            .. page
                .Json.GetProperty("items")
                .EnumerateArray()
                .Select(static line => new Line(
                    line.GetProperty("at").GetString()!,
                    line.GetProperty("level").GetString()!,
                    line.TryGetProperty("step", out var step) ? step.GetString() : null,
                    line.GetProperty("message").GetString()!,
                    line.GetProperty("source").GetString()!
                )),
        ];

    private async Task<(string? Type, string Text)> TextAsync(string path, string accept)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(accept));
        using var response = await _client.SendAsync(request);
        return (response.Content.Headers.ContentType?.MediaType, await response.Content.ReadAsStringAsync());
    }

    private async Task<string> StartAsync(string flow) =>
        (await _client.PostJsonAsync($"/api/flows/{flow}/runs")).Text("id");

    private async Task<string> RunAsync(string flow, string input) =>
        (await _client.PostJsonAsync($"/api/flows/{flow}/runs?wait=30s", input)).Text("id");

    private Task<Answer> EndAsync(string id) =>
        _client.UntilAsync($"/api/runs/{id}", static run => run.Text("status") == "Succeeded");

    private sealed record Line(string At, string Level, string? Step, string Message, string Source);
}
