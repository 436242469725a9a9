using System.Net;
using FlowFunctions.App.Hosting;
using FlowFunctions.App.Runs.Callbacks;
using FlowFunctions.App.Tests.Apps;
using FlowFunctions.Storage.Callbacks;
using Microsoft.Extensions.DependencyInjection;

namespace FlowFunctions.App.Tests.Runs.Callbacks;

/// <summary>What becomes of callbacks when a process ends, when several work on one storage, and when an address may not be reached.</summary>
[Collection(nameof(AppTests))]
public sealed class CallbackRecoveryTests(AppFixture fixture)
{
    [Fact]
    public async Task End_ThatNobodyNoticed_IsSentByTheNextStart()
    {
        await using var receiver = await CallbackReceiver.StartAsync();
        var folder = fixture.NewFolder();
        string run;

        // As after a kill: the run has ended and is stored, and whoever was to send that is gone.
        await using (
            var silent = await CallbackApps.StartAsync(fixture, folder, CallbackApps.Quick, configure: Silence)
        )
        {
            run = await StartAsync(silent, TestFlows.Twice(AppFixture.NewId()), receiver.Url);
            using var client = ClientOf(silent);
            await client.UntilAsync($"/api/runs/{run}", static answer => answer.Text("status") == "Succeeded");
        }

        Assert.Equal(0, receiver.Unread);
        await using var next = await CallbackApps.StartAsync(fixture, folder, CallbackApps.Quick);

        Assert.Equal(run, (await receiver.NextAsync()).Id);
    }

    [Fact]
    public async Task End_AfterARestart_IsSent()
    {
        await using var receiver = await CallbackReceiver.StartAsync();
        var folder = fixture.NewFolder();
        string run;
        await using (var first = await CallbackApps.StartAsync(fixture, folder, CallbackApps.Quick))
        {
            run = await StartAsync(first, TestFlows.Waiting(AppFixture.NewId()), receiver.Url);
        }

        await using var second = await CallbackApps.StartAsync(fixture, folder, CallbackApps.Quick);
        using var client = ClientOf(second);
        await client.PostJsonAsync($"/api/runs/{run}/signals/go", "1");

        Assert.Equal(run, (await receiver.NextAsync()).Id);
    }

    [Fact]
    public async Task End_ThatAnotherProcessDiedOver_IsSentWhenItsLeaseEnds()
    {
        await using var receiver = await CallbackReceiver.StartAsync();
        var folder = fixture.NewFolder();
        DateTimeOffset leasedUntil;
        await using (
            var silent = await CallbackApps.StartAsync(fixture, folder, CallbackApps.Quick, configure: Silence)
        )
        {
            var run = await StartAsync(silent, TestFlows.Twice(AppFixture.NewId()), receiver.Url);
            using var client = ClientOf(silent);
            await client.UntilAsync($"/api/runs/{run}", static answer => answer.Text("status") == "Succeeded");
            var store = silent.Services.GetRequiredService<CallbackStore>();
            var callback = (await store.FindWaitingAsync("default", run))!;
            leasedUntil = DateTimeOffset.UtcNow.AddSeconds(2);
            await store.TryUpdateAsync(callback with { LeasedUntil = leasedUntil });
        }

        await using var next = await CallbackApps.StartAsync(fixture, folder, CallbackApps.Quick);
        var call = await receiver.NextAsync();

        Assert.True(DateTimeOffset.UtcNow >= leasedUntil);
        Assert.Equal("Succeeded", call.Json.GetProperty("status").GetString());
    }

    [Fact]
    public async Task Ends_WithThreeProcesses_AreSentOnceEach()
    {
        const int Runs = 20;
        await using var receiver = await CallbackReceiver.StartAsync();
        await using var first = await CallbackApps.StartAsync(fixture, fixture.NewFolder(), CallbackApps.Quick);
        await using var second = await CallbackApps.StartAsync(fixture, fixture.NewFolder(), CallbackApps.Quick);
        await using var third = await CallbackApps.StartAsync(fixture, fixture.NewFolder(), CallbackApps.Quick);
        using var client = ClientOf(first);
        var flow = await client.PublishAsync(TestFlows.Twice(AppFixture.NewId()));
        var store = first.Services.GetRequiredService<CallbackStore>();

        var started = await Task.WhenAll(
            Enumerable.Range(0, Runs).Select(_ => StartedAsync(client, flow, receiver.Url))
        );
        var called = new List<string>();
        for (var i = 0; i < Runs; i++)
        {
            called.Add((await receiver.NextAsync()).Id);
        }

        foreach (var run in started)
        {
            await client.UntilAsync($"/api/runs/{run}/callback", static answer => answer.Text("state") == "delivered");
        }

        Assert.Equal(started.Order(StringComparer.Ordinal), called.Order(StringComparer.Ordinal));
        Assert.Equal(0, receiver.Unread);
        Assert.DoesNotContain(await store.ListWaitingAsync().ToListAsync(), one => started.Contains(one.RunId));
    }

    [Fact]
    public async Task Receiver_ThatDoesNotAnswer_IsGivenUpAfterTheTimeout()
    {
        await using var receiver = await CallbackReceiver.StartAsync();
        receiver.Hang();
        var settings = CallbackApps.Quick with { Pauses = [], Timeout = TimeSpan.FromMilliseconds(100) };
        await using var app = await CallbackApps.StartAsync(fixture, fixture.NewFolder(), settings);
        using var client = ClientOf(app);

        var run = await StartAsync(app, TestFlows.Twice(AppFixture.NewId()), receiver.Url);
        var state = await client.UntilAsync(
            $"/api/runs/{run}/callback",
            static answer => answer.Text("state") == "failed"
        );

        Assert.Equal("It did not answer within 0.1 s.", state.Text("lastError"));
    }

    [Fact]
    public async Task Address_OfAPrivateNetwork_IsRefusedWhereThatIsNotAllowed()
    {
        await using var receiver = await CallbackReceiver.StartAsync();
        var settings = CallbackApps.Quick with { Pauses = [] };
        await using var app = await CallbackApps.StartAsync(
            fixture,
            fixture.NewFolder(),
            settings,
            allowPrivateNetwork: false
        );
        using var client = ClientOf(app);
        var flow = await client.PublishAsync(TestFlows.Twice(AppFixture.NewId()));
        var port = new Uri(receiver.Url).Port;

        foreach (var refused in (string[])["https://127.0.0.1/", "https://[::1]/", "https://2130706433/", receiver.Url])
        {
            var answer = await client.PostJsonAsync(
                $"/api/flows/{flow}/runs?callback={Uri.EscapeDataString(refused)}",
                """{"n":1}"""
            );
            Assert.Equal("Callback.Url", answer.Code);
        }

        // A name tells its address only when it is connected to.
        var run = await StartedAsync(client, flow, $"https://localhost:{port}/");
        var state = await client.UntilAsync(
            $"/api/runs/{run}/callback",
            static answer => answer.Text("state") == "failed"
        );
        Assert.Contains("private network", state.Text("lastError"), StringComparison.Ordinal);
        Assert.Equal(0, receiver.Unread);
    }

    [Fact]
    public async Task Delete_OfARun_TakesItsCallbackAlong()
    {
        await using var receiver = await CallbackReceiver.StartAsync();
        await using var app = await CallbackApps.StartAsync(fixture, fixture.NewFolder(), CallbackApps.Quick);
        using var client = ClientOf(app);
        var run = await StartAsync(app, TestFlows.Twice(AppFixture.NewId()), receiver.Url);
        await client.UntilAsync($"/api/runs/{run}/callback", static answer => answer.Text("state") == "delivered");

        while ((await client.AskAsync(HttpMethod.Delete, $"/api/runs/{run}")).Status == HttpStatusCode.Conflict)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20));
        }

        Assert.Null(await app.Services.GetRequiredService<CallbackStore>().FindAsync("default", run));
    }

    private static void Silence(Microsoft.AspNetCore.Builder.WebApplicationBuilder builder)
    {
        var service = builder.Services.Single(static one => one.ImplementationType == typeof(CallbackService));
        builder.Services.Remove(service);
    }

    private static HttpClient ClientOf(FlowApp app) => new() { BaseAddress = new Uri(app.Address) };

    private static async Task<string> StartAsync(FlowApp app, string document, string url)
    {
        using var client = ClientOf(app);
        return await StartedAsync(client, await client.PublishAsync(document), url);
    }

    private static async Task<string> StartedAsync(HttpClient client, string flow, string url) =>
        (
            await client.PostJsonAsync($"/api/flows/{flow}/runs?callback={Uri.EscapeDataString(url)}", """{"n":1}""")
        ).Text("id");
}
