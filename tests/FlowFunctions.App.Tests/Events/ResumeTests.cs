using FlowFunctions.App.Runs.Live;
using FlowFunctions.App.Tests.Apps;
using Microsoft.Extensions.DependencyInjection;

namespace FlowFunctions.App.Tests.Events;

[Collection(nameof(EventsTests))]
public sealed class ResumeTests(EventsFixture fixture)
{
    private const int Ticks = 200;
    private readonly HttpClient _client = fixture.Client;

    [Fact]
    public async Task Reader_CutOffAgainAndAgain_MissesNothingAndGetsNothingTwice()
    {
        var id = await fixture.StartAsync(EventFlows.Ticks, $$"""{"count":{{Ticks}}}""");
        using var whole = await OpenAsync(id);
        var all = whole.RestAsync();
        var cut = ReadInPiecesAsync(id);
        for (var tick = 0; tick < Ticks; tick++)
        {
            await _client.PostJsonAsync($"/api/runs/{id}/signals/tick");
        }

        var expected = (await all).Where(static told => told.Name != "snapshot").ToList();
        var pieces = await cut;
        var first = pieces.FindIndex(static told => told.Name != "snapshot");

        Assert.True(expected.Count > 1_000, $"only {expected.Count} events");
        Assert.Single(pieces, static told => told.Name == "snapshot");
        var begin = expected.FindIndex(told => told.Id == pieces[first].Id);
        Assert.Equal(
            expected.Skip(begin).Select(static told => $"{told.Id} {told.Name} {told.Data}"),
            pieces.Skip(first).Select(static told => $"{told.Id} {told.Name} {told.Data}")
        );
    }

    [Theory]
    [InlineData("1-5")]
    [InlineData("nonsense")]
    [InlineData("18c0ffee-99999999999999999999")]
    public async Task Resume_WithAnIdOfAnotherProcess_BeginsWithTheRun(string last)
    {
        var id = await fixture.StartAsync(TestFlows.Waiting);
        using var reader = await OpenAsync(id, last);

        var first = await reader.NextAsync();

        Assert.Equal(("snapshot", "Running"), (first!.Name, first.Text("status")));
        await _client.PostJsonAsync($"/api/runs/{id}/terminate");
    }

    [Fact]
    public async Task Resume_AfterTheRunWasStored_StillTellsHowItWentOn()
    {
        var id = await fixture.StartAsync(TestFlows.Waiting);
        string last;
        using (var reader = await OpenAsync(id))
        {
            last = (await reader.NextAsync())!.Id!;
        }

        await _client.PostJsonAsync($"/api/runs/{id}/signals/go");
        var live = fixture.App.Services.GetRequiredService<LiveRuns>();
        await _client.UntilAsync($"/api/runs/{id}", _ => !live.TryGet(id, out var _));
        using var resumed = await OpenAsync(id, last);

        var events = await resumed.RestAsync();

        Assert.DoesNotContain(events, static told => told.Name == "snapshot");
        Assert.Contains(events, static told => told.Name == "step" && told.Text("status") == "Succeeded");
        Assert.Equal("end", events[^1].Name);
    }

    [Fact]
    public async Task Resume_ByParameter_GoesOnBehindTheId()
    {
        var id = await fixture.StartAsync(TestFlows.Waiting);
        using var reader = await OpenAsync(id);
        var snapshot = (await reader.NextAsync())!;
        await _client.PostJsonAsync($"/api/runs/{id}/pause");
        await reader.UntilAsync("run");
        using var resumed = await EventReader.OpenAsync(_client, $"/api/runs/{id}/events?after={snapshot.Id}");

        var first = await resumed.NextAsync();

        Assert.Equal(("run", "Paused"), (first!.Name, first.Text("status")));
        await _client.PostJsonAsync($"/api/runs/{id}/terminate");
    }

    private async Task<List<ServerEvent>> ReadInPiecesAsync(string id)
    {
        var events = new List<ServerEvent>();
        var random = new Random(4);
        while (true)
        {
            using var reader = await OpenAsync(id, events.Count == 0 ? null : events[^1].Id);
            for (var left = random.Next(1, 200); left > 0; left--)
            {
                if (await reader.NextAsync() is not { } next)
                {
                    return events;
                }

                events.Add(next);
            }
        }
    }

    private Task<EventReader> OpenAsync(string id, string? last = null) =>
        EventReader.OpenAsync(_client, $"/api/runs/{id}/events", last);
}
