using System.Net;
using System.Net.Sockets;
using System.Text;
using FlowFunctions.App.Events;
using FlowFunctions.App.Events.Streams;
using FlowFunctions.App.Hosting;
using FlowFunctions.App.Tests.Apps;
using FlowFunctions.Engine.Embedded.Tests.Engine;
using Microsoft.Extensions.DependencyInjection;

namespace FlowFunctions.App.Tests.Events;

[Collection(nameof(EventsTests))]
public sealed class ReaderLimitTests(EventsFixture fixture)
{
    [Fact]
    public async Task TwoHundredReaders_AtOnce_AllSeeTheEnd()
    {
        await using var app = await fixture.StartAppAsync();
        using var client = EventsFixture.ClientOf(app);
        string[] ids =
        [
            await fixture.StartAsync(TestFlows.Waiting, client: client),
            await fixture.StartAsync(TestFlows.Waiting, client: client),
        ];
        var readers = await Task.WhenAll(
            Enumerable.Range(0, 200).Select(n => EventReader.OpenAsync(client, $"/api/runs/{ids[n % 2]}/events"))
        );
        var snapshots = await Task.WhenAll(readers.Select(static reader => reader.NextAsync()));

        var refused = await client.GetJsonAsync($"/api/runs/{ids[0]}/events");
        foreach (var id in ids)
        {
            await client.PostJsonAsync($"/api/runs/{id}/signals/go");
        }

        var rests = await Task.WhenAll(readers.Select(static reader => reader.RestAsync()));

        Assert.Equal((HttpStatusCode.TooManyRequests, "Events.TooManyReaders"), (refused.Status, refused.Code));
        Assert.All(snapshots, static told => Assert.Equal("snapshot", told!.Name));
        Assert.All(rests, static events => Assert.Equal("end", events[^1].Name));
        Assert.Equal(
            2,
            rests.Select(static events => string.Join(' ', events.Select(static told => told.Id))).Distinct().Count()
        );
        await NobodyReadsAsync(app);
    }

    [Fact]
    public async Task Readers_BeyondWhatTheAppServes_AreRefused()
    {
        await using var app = await StartAsync(new EventLimits { Readers = 1 });
        using var client = EventsFixture.ClientOf(app);
        using var reader = await EventReader.OpenAsync(client, "/api/events");

        var refused = await client.GetJsonAsync("/api/events");

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "Events.TooManyReaders"), (refused.Status, refused.Code));
        Assert.NotNull(refused.Response.Headers.RetryAfter);
    }

    [Fact]
    public async Task Reader_ThatGoesAway_IsForgotten()
    {
        await using var app = await fixture.StartAppAsync();
        using var client = EventsFixture.ClientOf(app);
        using (var reader = await EventReader.OpenAsync(client, "/api/events"))
        {
            await reader.NextAsync();
            Assert.Equal(1, ReadersOf(app));
        }

        await NobodyReadsAsync(app);
    }

    [Fact]
    public async Task SlowReader_IsDropped_WhileAnotherAndTheEngineGoOn()
    {
        await using var app = await StartAsync(new EventLimits { EventsOfRun = 50 });
        using var client = EventsFixture.ClientOf(app);
        var id = await fixture.StartAsync(TestFlows.Waiting, client: client);
        using var slow = await OpenSilentAsync(app, id);
        using var quick = await EventReader.OpenAsync(client, $"/api/runs/{id}/events");
        await quick.NextAsync();

        // More than the sockets between hold.
        var logs = app.Services.GetRequiredService<ILogWatcher>();
        for (var line = 0; line < 2_000; line++)
        {
            logs.Watch(id, new LiveLogLine("wait", 1, DateTimeOffset.UnixEpoch, "info", new string('x', 8_000)));
            await quick.UntilAsync("log");
        }

        var other = fixture.Publish(TestFlows.Twice);
        for (var run = 0; run < 20; run++)
        {
            var answer = await client.PostJsonAsync($"/api/flows/{other}/runs?wait=30s", """{"n":2}""");
            Assert.Equal("Succeeded", answer.Text("status"));
        }

        var last = await LastEventAsync(slow);
        await client.PostJsonAsync($"/api/runs/{id}/signals/go");

        Assert.Equal("event: dropped", last);
        Assert.Equal("Succeeded", (await quick.UntilAsync("end")).Text("status"));
    }

    [Fact]
    public async Task SilentStream_SaysThatItLives()
    {
        var time = new ManualTime();
        await using var app = await fixture.StartAppAsync(builder => builder.Services.AddSingleton<TimeProvider>(time));
        using var client = EventsFixture.ClientOf(app);
        var id = await fixture.StartAsync(TestFlows.Waiting, client: client);
        using var reader = await EventReader.OpenAsync(client, $"/api/runs/{id}/events");
        await reader.NextAsync();
        var end = reader.RestAsync();

        while (reader.Comments < 3)
        {
            time.Advance(TimeSpan.FromSeconds(15));
            await Task.Yield();
        }

        Assert.False(end.IsCompleted);
        await client.PostJsonAsync($"/api/runs/{id}/signals/go");
        Assert.Equal("end", (await end)[^1].Name);
    }

    [Fact]
    public async Task StoppingApp_SaysGoodbye()
    {
        var app = await fixture.StartAppAsync();
        using var client = EventsFixture.ClientOf(app);
        var id = await fixture.StartAsync(TestFlows.Waiting, client: client);
        using var one = await EventReader.OpenAsync(client, $"/api/runs/{id}/events");
        using var all = await EventReader.OpenAsync(client, "/api/events");
        await one.NextAsync();
        await all.NextAsync();

        await app.DisposeAsync();

        Assert.Equal("bye", (await one.RestAsync())[^1].Name);
        Assert.Equal("bye", (await all.RestAsync())[^1].Name);
    }

    private static int ReadersOf(FlowApp app) => app.Services.GetRequiredService<EventReaders>().Count;

    private static async Task NobodyReadsAsync(FlowApp app)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (ReadersOf(app) > 0)
        {
            Assert.False(limit.IsCancellationRequested, $"{ReadersOf(app)} readers are still there");
            await Task.Delay(TimeSpan.FromMilliseconds(20));
        }
    }

    private static async Task<Socket> OpenSilentAsync(FlowApp app, string id)
    {
        var address = new Uri(app.Address);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4096 };
        await socket.ConnectAsync(IPAddress.Loopback, address.Port);
        await socket.SendAsync(
            Encoding.ASCII.GetBytes(
                $"GET /api/runs/{id}/events HTTP/1.1\r\nHost: {address.Authority}\r\nAccept: text/event-stream\r\n\r\n"
            )
        );
        return socket;
    }

    /// <summary>Reads what is left, and gives the last event's name.</summary>
    private static async Task<string?> LastEventAsync(Socket socket)
    {
        await using var stream = new NetworkStream(socket);
        using var lines = new StreamReader(stream);
        string? last = null;
        while (await lines.ReadLineAsync() is { } line && line != "0")
        {
            last = line.StartsWith("event: ", StringComparison.Ordinal) ? line : last;
        }

        return last;
    }

    private Task<FlowApp> StartAsync(EventLimits limits) =>
        fixture.StartAppAsync(builder => builder.Services.AddSingleton(limits));
}
