using System.Globalization;
using System.Net.Http.Headers;
using FlowFunctions.App.Tests.Apps;
using FlowFunctions.Storage.Logs;
using Microsoft.Extensions.DependencyInjection;

namespace FlowFunctions.App.Tests.Runs.Logs;

/// <summary>Logs of many steps that are longer together than what is read at once.</summary>
[Collection(nameof(AppTests))]
public sealed class LongLogTests(AppFixture fixture)
{
    private const int Steps = 50;
    private const int LinesOfStep = 80;
    private static readonly string Filling = new('x', 5_000);
    private readonly HttpClient _client = fixture.Client;

    [Fact]
    public async Task Logs_OfManyStepsPageByPage_HoldEveryLineOnceInTheOrderOfTheText()
    {
        var id = await LoopAsync();
        await WriteAsync(id, "");

        var pages = await PagesAsync(id, "limit=1000");
        var small = await PagesAsync(id, "limit=333&step=loop[7]/one");
        var text = await TextAsync(id, "text/plain");
        var whole = text.Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(Expected(""), pages.Where(static line => line.IsOfStep).Select(static line => line.Name).Order());
        Assert.Equal(
            pages.Select(static line => line.At).Order(StringComparer.Ordinal),
            pages.Select(static line => line.At)
        );
        Assert.Equal(whole.Length, pages.Count);
        Assert.All(
            pages.Zip(whole),
            static pair => Assert.Contains(pair.First.Name, pair.Second, StringComparison.Ordinal)
        );
        Assert.Equal(pages.Where(static line => line.Step == "loop[7]/one"), small);
    }

    [Fact]
    public async Task Logs_BetweenTwoTimes_HoldWhatLiesBetween()
    {
        var id = await LoopAsync();
        await WriteAsync(id, "");
        var all = await PagesAsync(id, "limit=1000&step=loop");
        var (after, before) = (all[all.Count / 3].At, all[all.Count * 2 / 3].At);

        var window = await PagesAsync(id, $"limit=700&step=loop&before={before}", after);

        var expected = all.Where(line =>
            line.IsOfStep && string.CompareOrdinal(line.At, after) > 0 && string.CompareOrdinal(line.At, before) < 0
        );
        Assert.Equal(expected, window.Where(static line => line.IsOfStep));
    }

    [Fact]
    public async Task Logs_OfManyStepsFollowed_HoldEveryLineOnce()
    {
        var flow = await _client.PublishAsync(TestFlows.Waiting(AppFixture.NewId()));
        var id = (await _client.PostJsonAsync($"/api/flows/{flow}/runs")).Text("id");
        using var request = Request(id, "?follow=true", "text/plain");
        using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        await WriteAsync(id, "first");

        // What is written second was not there when the first lines were told.
        var seen = new List<string>();
        while (seen.Count < Steps * LinesOfStep)
        {
            Read(await reader.ReadLineAsync(), seen);
        }

        await WriteAsync(id, "second");
        await _client.PostJsonAsync($"/api/runs/{id}/signals/go");
        while (await reader.ReadLineAsync() is { } line)
        {
            Read(line, seen);
        }

        Assert.Equal(Expected("first").Concat(Expected("second")), seen.Order());
    }

    [Fact]
    public async Task Logs_AsEventsWithoutFollowing_EndWithWhatThereIs()
    {
        var flow = await _client.PublishAsync(TestFlows.Waiting(AppFixture.NewId()));
        var id = (await _client.PostJsonAsync($"/api/flows/{flow}/runs")).Text("id");
        await WriteAsync(id, "");

        var events = await TextAsync(id, "text/event-stream", "?follow=false");

        Assert.Equal(Steps * LinesOfStep, events.Split("\"source\":\"step\"").Length - 1);
        Assert.Contains("\nevent: end\n", events, StringComparison.Ordinal);
        await _client.PostJsonAsync($"/api/runs/{id}/signals/go");
    }

    private async Task<string> LoopAsync()
    {
        var flow = await _client.PublishAsync(TestFlows.Loop(AppFixture.NewId()));
        return (await _client.PostJsonAsync($"/api/flows/{flow}/runs?wait=30s", $$"""{"count":{{Steps}}}""")).Text(
            "id"
        );
    }

    /// <summary>20 MB, the lines of all steps in turn.</summary>
    private async Task WriteAsync(string id, string prefix)
    {
        var store = fixture.App.Services.GetRequiredService<LogStore>();
        var writers = Enumerable
            .Range(0, Steps)
            .Select(step => store.Open(new LogKey("default", id, $"loop[{step}]/one", 1)))
            .ToList();
        for (var line = 0; line < LinesOfStep; line++)
        {
            for (var step = 0; step < Steps; step++)
            {
                writers[step].Write(StepLogLevel.Info, $"{Name(prefix, step, line)} {Filling}");
            }
        }

        foreach (var writer in writers)
        {
            await writer.DisposeAsync();
            Assert.True(writer.IsComplete);
        }
    }

    private static IEnumerable<string> Expected(string prefix) =>
        Enumerable
            .Range(0, Steps)
            .SelectMany(step => Enumerable.Range(0, LinesOfStep).Select(line => Name(prefix, step, line)));

    private static string Name(string prefix, int step, int line) =>
        string.Create(CultureInfo.InvariantCulture, $"{prefix}-{step:00}-{line:00}");

    private static void Read(string? line, List<string> names)
    {
        Assert.NotNull(line);
        if (line.EndsWith(Filling, StringComparison.Ordinal))
        {
            names.Add(line.Split(' ')[^2]);
        }
    }

    private async Task<List<Line>> PagesAsync(string id, string parameters, string? after = "")
    {
        var lines = new List<Line>();
        while (after is not null)
        {
            var page = await _client.GetJsonAsync($"/api/runs/{id}/logs?{parameters}&after={after}");
            foreach (var line in page.Json.GetProperty("items").EnumerateArray())
            {
                lines.Add(
                    new Line(
                        line.GetProperty("at").GetString()!,
                        line.TryGetProperty("step", out var step) ? step.GetString() : null,
                        line.GetProperty("message").GetString()!.Replace($" {Filling}", "", StringComparison.Ordinal),
                        line.GetProperty("source").GetString() == "step"
                    )
                );
            }

            after = page.Json.TryGetProperty("continuation", out var next) ? next.GetString() : null;
        }

        return lines;
    }

    private async Task<string> TextAsync(string id, string accept, string parameters = "")
    {
        using var request = Request(id, parameters, accept);
        using var response = await _client.SendAsync(request);
        return await response.Content.ReadAsStringAsync();
    }

    private static HttpRequestMessage Request(string id, string parameters, string accept)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, $"/api/runs/{id}/logs{parameters}");
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(accept));
        return request;
    }

    private sealed record Line(string At, string? Step, string Name, bool IsOfStep);
}
