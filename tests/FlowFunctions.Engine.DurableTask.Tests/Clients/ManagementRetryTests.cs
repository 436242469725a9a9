using System.Net;
using System.Net.Sockets;
using FlowFunctions.Engine.DurableTask.Clients;
using FlowFunctions.Engine.DurableTask.Clients.Management;
using Microsoft.AspNetCore.Http;
using static FlowFunctions.Engine.DurableTask.Tests.Clients.ScriptedHost;

namespace FlowFunctions.Engine.DurableTask.Tests.Clients;

public sealed class ManagementRetryTests
{
    private static readonly TaskHubCallOptions Options = new() { Random = static () => 1 };

    private readonly InstantPauses _time = new(Options.Timeout);

    [Theory]
    [InlineData(408)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public async Task SendEvent_PassingTrouble_IsSentAgain(int status)
    {
        await using var host = await ScriptedHost.StartAsync(Status(status), Status(status), Status(202));
        using var client = Client(host);

        Assert.True(await client.SendEventAsync("r", "go", "1"));
        Assert.Equal(3, host.Requests.Count);
        Assert.Equal([TimeSpan.FromMilliseconds(200), TimeSpan.FromMilliseconds(400)], _time.Pauses);
    }

    [Fact]
    public async Task SendEvent_TroubleThatStays_IsUnavailableAfterThreeAttempts()
    {
        await using var host = await ScriptedHost.StartAsync(Status(503));
        using var client = Client(host);

        var unavailable = await FailsAsync(() => client.SendEventAsync("r", "go", "1"));

        Assert.Equal(3, host.Requests.Count);
        Assert.Equal(
            $"Sending event 'go' to instance 'r' failed: the Functions host at {host.Binding.HttpBaseUrl.GetLeftPart(UriPartial.Authority)} answered 503 (3 attempts).",
            unavailable.Message
        );
    }

    [Theory]
    [InlineData(400, "may not be deployed")]
    [InlineData(401, "key")]
    [InlineData(403, "key")]
    [InlineData(413, "too large")]
    [InlineData(501, "storage provider")]
    [InlineData(302, "302")]
    public async Task Start_Refused_IsToldOnce(int status, string told)
    {
        await using var host = await ScriptedHost.StartAsync(Json(status, $"code={Key}"));
        using var client = Client(host);

        var unavailable = await FailsAsync(() => client.StartAsync("r", "RunFlow", "1"));

        Assert.Contains(told, unavailable.Message, StringComparison.Ordinal);
        Assert.Single(host.Requests);
    }

    [Fact]
    public async Task Start_NothingListens_SaysThatItCannotBeReached()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        using var client = new ManagementClient(
            () => new("Hub", new($"http://127.0.0.1:{port}/x"), null, $"code={Key}"),
            Options,
            _time
        );

        var unavailable = await FailsAsync(() => client.RewindAsync("r", "again"));

        Assert.Contains("cannot be reached (3 attempts)", unavailable.Message, StringComparison.Ordinal);
        Assert.Equal(2, _time.Pauses.Count);
    }

    [Fact]
    public async Task Get_ConnectionBreaksInTheAnswer_IsAskedAgain()
    {
        await using var host = await ScriptedHost.StartAsync(
            async context =>
            {
                context.Response.ContentLength = 1000;
                await context.Response.WriteAsync("{\"name\":");
                await context.Response.Body.FlushAsync();
                context.Abort();
            },
            Status(404)
        );
        using var client = Client(host);

        Assert.Null(await client.GetAsync("r"));
        Assert.Equal(2, host.Requests.Count);
    }

    [Theory]
    [InlineData("1", 1_000)]
    [InlineData("3600", 5_000)]
    [InlineData("Fri, 20 Nov 2026 10:00:00 GMT", 200)]
    public async Task Get_HostAsksForAPause_GetsIt(string asked, int milliseconds)
    {
        await using var host = await ScriptedHost.StartAsync(Status(429, ("Retry-After", asked)), Status(404));
        using var client = Client(host);

        Assert.Null(await client.GetAsync("r"));
        Assert.Equal([TimeSpan.FromMilliseconds(milliseconds)], _time.Pauses);
    }

    [Fact]
    public async Task Get_HostHangs_IsGivenUpAfterTheTimeLimit()
    {
        await using var host = await ScriptedHost.StartAsync(Hang);
        using var client = new ManagementClient(
            () => host.Binding,
            new() { Timeout = TimeSpan.FromMilliseconds(40), FirstPause = TimeSpan.Zero }
        );

        var unavailable = await FailsAsync(() => client.GetAsync("r"));

        Assert.Contains("no answer came within 0.04 s (3 attempts)", unavailable.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_CallerGivesUp_IsCancelled()
    {
        using var giveUp = new CancellationTokenSource();
        await using var host = await ScriptedHost.StartAsync(async context =>
        {
            await giveUp.CancelAsync();
            await Hang(context);
        });
        using var client = Client(host);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await client.GetAsync("r", giveUp.Token));
        Assert.Single(host.Requests);
    }

    [Fact]
    public async Task Rewind_AnswerLost_IsNotRepeated()
    {
        await using var host = await ScriptedHost.StartAsync(BreakOff, Status(202));
        using var client = Client(host);

        await FailsAsync(() => client.RewindAsync("r", "again"));

        Assert.Single(host.Requests);
    }

    [Fact]
    public async Task Rewind_HostBusy_IsRepeated()
    {
        await using var host = await ScriptedHost.StartAsync(Status(503), Status(429), Status(202));
        using var client = Client(host);

        Assert.True(await client.RewindAsync("r", "again"));
    }

    [Theory]
    [InlineData("Running", 3650)]
    [InlineData("Completed", 0)]
    public async Task Start_AnswerLostAndInstanceThere_IsStartedOnce(string status, int daysAgo)
    {
        await using var host = await ScriptedHost.StartAsync(BreakOff, Json(200, Created(status, daysAgo)));
        using var client = Client(host);

        Assert.True(await client.StartAsync("r", "RunFlow", "1"));
        Assert.Equal(["POST", "GET"], host.Requests.Select(static request => request.Split(' ')[0]));
    }

    [Fact]
    public async Task Start_AnswerLostAndAnOlderInstanceHasEnded_IsStartedAgain()
    {
        await using var host = await ScriptedHost.StartAsync(BreakOff, Json(200, Created("Failed", 1)), Status(202));
        using var client = Client(host);

        Assert.True(await client.StartAsync("r", "RunFlow", "1"));
        Assert.Equal(["POST", "GET", "POST"], host.Requests.Select(static request => request.Split(' ')[0]));
    }

    [Fact]
    public async Task Start_AnswerLostAndInstanceAppearsMeanwhile_IsStarted()
    {
        await using var host = await ScriptedHost.StartAsync(BreakOff, Status(404), Status(409));
        using var client = Client(host);

        Assert.True(await client.StartAsync("r", "RunFlow", "1"));
    }

    [Fact]
    public async Task Start_HostBusyThenInstanceThere_WasNotStartedHere()
    {
        await using var host = await ScriptedHost.StartAsync(Status(503), Status(409));
        using var client = Client(host);

        Assert.False(await client.StartAsync("r", "RunFlow", "1"));
        Assert.Equal(2, host.Requests.Count);
    }

    [Fact]
    public async Task Call_HostRestartsElsewhere_UsesTheNewAddress()
    {
        await using var old = await ScriptedHost.StartAsync(BreakOff);
        await using var next = await ScriptedHost.StartAsync(Status(202));
        using var client = new ManagementClient(
            () => old.Requests.IsEmpty ? old.Binding : next.Binding,
            Options,
            _time
        );

        Assert.True(await client.SendEventAsync("r", "go", "1"));
        Assert.Single(next.Requests);
    }

    private ManagementClient Client(ScriptedHost host) => new(() => host.Binding, Options, _time);

    /// <summary>The call fails, and nothing of what it throws shows the key.</summary>
    private static async Task<TaskHubUnavailableException> FailsAsync<T>(Func<ValueTask<T>> call)
    {
        var failed = await Assert.ThrowsAsync<TaskHubUnavailableException>(async () => await call());
        Assert.DoesNotContain(Key, failed.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Uri.EscapeDataString(Key), failed.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("code=", failed.ToString(), StringComparison.Ordinal);
        return failed;
    }

    private static string Created(string status, int daysAgo)
    {
        var time = TimeProvider.System.GetUtcNow().AddDays(-daysAgo).ToString("yyyy-MM-ddTHH:mm:ssZ", null);
        return $$"""
            {"name":"RunFlow","instanceId":"r","runtimeStatus":"{{status}}","customStatus":null,"output":null,
             "createdTime":"{{time}}","lastUpdatedTime":"{{time}}"}
            """;
    }
}
