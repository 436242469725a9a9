using System.Diagnostics;
using System.Text.Json;
using FlowFunctions.EndToEnd.Tests.Processes;

namespace FlowFunctions.EndToEnd.Tests.App;

public sealed class StartAndStopTests
{
    private const string StartOrder = "/api/flows/order-intake/runs?wait=30s";
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task App_EmptyFolder_RunsTheSampleAndFindsItAgainAfterARestart()
    {
        using var folder = new TemporaryFolder();
        string? runId;
        using (var app = await AppRun.ListenAsync(folder))
        {
            var input = await File.ReadAllTextAsync(Repository.PathOf("samples", "order-intake", "input.json"));
            var answer = await app.PostAsync(StartOrder, input);

            Assert.Equal(200, answer.Status);
            Assert.Equal("Succeeded", answer.Text("status"));
            Assert.Equal("A-1001", Order(answer).GetProperty("orderId").GetString());
            runId = answer.Text("id");
            var run = await app.GetAsync($"/api/runs/{runId}");
            Assert.Equal(
                ["answer", "credit", "large", "lines", "order", "payment", "total"],
                run.Body.GetProperty("steps")
                    .EnumerateArray()
                    .Select(static step => step.GetProperty("path").GetString()!)
                    .Where(static path => !path.Contains('/', StringComparison.Ordinal))
                    .Order(StringComparer.Ordinal)
            );
            var end = await app.StopAsync();
            Assert.Equal((0, ""), (end.ExitCode, end.Error));
            var samples = Directory
                .EnumerateDirectories(Repository.PathOf("samples"))
                .Count(static sample => File.Exists(Path.Combine(sample, "flow.json")));
            Assert.Contains($"{samples} flows loaded", end.Output, StringComparison.Ordinal);
        }

        using var again = await AppRun.ListenAsync(folder);
        Assert.Equal("Succeeded", (await again.EndedAsync(runId!)).GetProperty("status").GetString());
        Assert.Equal(200, (await again.PostAsync(StartOrder, """{"orderId":"A-1002"}""")).Status);
        Assert.Contains("none loaded", (await again.StopAsync()).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    public async Task Signal_WhileARunWaits_EndsEverythingInTime(string signal)
    {
        using var folder = new TemporaryFolder();
        using var app = await AppRun.ListenAsync(folder);
        var waiting = app.PostAsync("/api/flows/approval/runs?wait=30s", """{"what":"Tea"}""");
        var started = await app.PostAsync("/api/flows/approval/runs", """{"what":"Coffee"}""");
        var children = ChildProcesses.Of(app.Id);
        var begin = Stopwatch.GetTimestamp();

        await app.SignalAsync(signal);
        var end = await app.EndAsync();

        Assert.Equal((0, ""), (end.ExitCode, end.Error));
        Assert.InRange(Stopwatch.GetElapsedTime(begin), TimeSpan.Zero, StopLimit);
        Assert.Equal(202, started.Status);
        Assert.Equal(2, children.Count);
        Assert.All(children, static child => Assert.True(child.HasExited));
        await Assert.ThrowsAnyAsync<Exception>(() => waiting);
    }

    [Fact]
    public async Task Killed_LeavesNoChild_AndTheNextStartGoesOn()
    {
        using var folder = new TemporaryFolder();
        string? runId;
        using (var app = await AppRun.ListenAsync(folder))
        {
            var started = await app.PostAsync("/api/flows/approval/runs", """{"what":"Tea"}""");
            runId = started.Text("id");
            var children = ChildProcesses.Of(app.Id);
            Assert.Equal(2, children.Count);

            await app.SignalAsync("KILL");

            await children.WaitForEndAsync();
        }

        using var again = await AppRun.ListenAsync(folder);
        Assert.Equal(
            202,
            (await again.PostAsync($"/api/runs/{runId}/signals/decision", """{"approved":true}""")).Status
        );
        var ended = await again.EndedAsync(runId!);
        Assert.Equal("Succeeded", ended.GetProperty("status").GetString());
        Assert.Contains("1 run goes on", (await again.StopAsync()).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Signal_DuringTheStart_EndsItAndLeavesNothing()
    {
        using var folder = new TemporaryFolder();
        using var app = AppRun.Start(folder);
        await app.WaitForLineAsync("FlowFunctions");
        await app.SignalAsync("TERM");

        var end = await app.EndAsync();

        Assert.Equal((0, ""), (end.ExitCode, end.Error));
        Assert.Empty(ChildProcesses.Of(app.Id));
    }

    [Fact]
    public async Task Request_OfAPageElsewhere_IsRefused()
    {
        using var folder = new TemporaryFolder();
        using var app = await AppRun.ListenAsync(folder, new AppStart { Arguments = ["--no-samples"] });

        Assert.Equal(
            403,
            await StatusAsync(app, static request => request.Headers.Add("Origin", "https://example.org"))
        );
        Assert.Equal(403, await StatusAsync(app, static request => request.Headers.Host = "example.org"));
        Assert.Equal(
            200,
            await StatusAsync(app, static request => request.Headers.Add("Origin", "http://localhost:5173"))
        );
        Assert.Single(ChildProcesses.Of(app.Id));
    }

    private static async Task<int> StatusAsync(AppRun app, Action<HttpRequestMessage> change)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/api/flows", UriKind.Relative));
        change(request);
        using var response = await app.SendAsync(request);
        return (int)response.StatusCode;
    }

    private static JsonElement Order(AppAnswer answer) => answer.Body.GetProperty("output");
}
