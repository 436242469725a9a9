using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Azure.Storage.Queues;
using FlowFunctions.EndToEnd.Tests.Processes;
using FlowFunctions.Storage.Local;

namespace FlowFunctions.EndToEnd.Tests.App;

/// <summary>Storage does not answer for half a minute while all kinds of triggers go on: each has its documented answer, and nothing is lost.</summary>
public sealed class OutageTests
{
    private const int Keyed = 12;
    private const int Plain = 12;
    private const int Messages = 300;
    private const string Queue = "outage";

    private static readonly TimeSpan Outage = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);
    private readonly List<(int Status, string? Code)> _refused = [];

    [Fact]
    public async Task Storage_AwayForHalfAMinute_NothingIsLost()
    {
        using var folder = new TemporaryFolder();
        await using var azurite = await Azurite.StartAsync(new AzuriteOptions(Repository.PathOf("infra", "local")));
        using var app = await AppRun.ListenAsync(folder, azurite, ("Queues__LongestPause", "00:00:01"));
        await PublishAsync(
            app,
            "keyed",
            """{"type":"webhook","path":"keyed","dedupe":{"key":"{{ trigger.body.n }}"}}"""
        );
        await PublishAsync(app, "plain", """{"type":"webhook","path":"plain"}""");
        await PublishAsync(
            app,
            "tick",
            """{"type":"schedule","cron":"* * * * * *","missed":"runAll"}""",
            "trigger.dueAt"
        );
        await PublishAsync(app, "worker", $$"""{"type":"queue","queue":"{{Queue}}","batch":8}""");
        await UntilAsync(async () => (await RunsAsync(app, "tick")).Count >= 2);
        Assert.Equal(202, (await SendAsync(app, "plain", -1)).Status);

        await FillAsync(azurite);
        var (health, keyed, plain) = await DuringOutageAsync(app, azurite);

        Assert.Equal(200, health.Status);
        Assert.Equal(Plain, plain.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(Keyed, keyed.Distinct(StringComparer.Ordinal).Count());
        Assert.NotEmpty(_refused);
        Assert.All(_refused, static answer => Assert.Equal((503, "Storage.Unavailable"), answer));
        await CheckAsync(app, "keyed", Keyed, Enumerable.Range(0, Keyed));
        await CheckAsync(app, "plain", Plain + 1, Enumerable.Range(-1, Plain + 1));
        await CheckAsync(app, "worker", Messages, Enumerable.Range(0, Messages));
        await CheckScheduleAsync(app);
    }

    private async Task<(AppAnswer Health, string[] Keyed, string[] Plain)> DuringOutageAsync(
        AppRun app,
        Azurite azurite
    )
    {
        await SignalAsync(azurite, "STOP");
        Task<string[]> keyed;
        string[] plain;
        AppAnswer health;
        try
        {
            var over = Task.Delay(Outage);
            keyed = Task.WhenAll(Enumerable.Range(0, Keyed).Select(n => DeliverAsync(app, n)));
            plain = await Task.WhenAll(Enumerable.Range(0, Plain).Select(n => AcceptedAsync(app, "plain", n)));
            health = await app.GetAsync("/healthz");
            await over;
        }
        finally
        {
            await SignalAsync(azurite, "CONT");
        }

        return (health, await keyed, plain);
    }

    private static async Task PublishAsync(AppRun app, string id, string trigger, string output = "input.n")
    {
        var flow = """
            {"id":"ID","triggers":{"t":TRIGGER},"steps":{"a":{"type":"transform","with":{"value":1}}},"output":"{{ OUTPUT }}"}
            """.Replace("ID", id, StringComparison.Ordinal).Replace(
            "TRIGGER",
            trigger,
            StringComparison.Ordinal
        ).Replace("OUTPUT", output, StringComparison.Ordinal);
        Assert.Equal(201, (await app.PostAsync("/api/flows", flow)).Status);
    }

    private static async Task FillAsync(Azurite azurite)
    {
        var queue = new QueueClient(azurite.ConnectionString, Queue);
        await queue.CreateIfNotExistsAsync();
        await Parallel.ForAsync(
            0,
            Messages,
            async (n, cancellation) => await queue.SendMessageAsync(BodyOf(n), cancellation)
        );
    }

    private static string BodyOf(int n) => string.Create(CultureInfo.InvariantCulture, $$"""{"n":{{n}}}""");

    private static async Task SignalAsync(Azurite azurite, string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", $"{azurite.ProcessId}"]);
        await kill.WaitForExitAsync();
        Assert.Equal(0, kill.ExitCode);
    }

    private static Task<AppAnswer> SendAsync(AppRun app, string path, int n) =>
        app.PostAsync($"/hooks/default/{path}", BodyOf(n));

    private static async Task<string> AcceptedAsync(AppRun app, string path, int n)
    {
        var answer = await SendAsync(app, path, n);
        Assert.Equal(202, answer.Status);
        return answer.Text("id")!;
    }

    /// <summary>Sends until the delivery is accepted, as senders do.</summary>
    private async Task<string> DeliverAsync(AppRun app, int n)
    {
        while (true)
        {
            var answer = await SendAsync(app, "keyed", n);
            if (answer.Status == 202)
            {
                return answer.Text("id")!;
            }

            lock (_refused)
            {
                _refused.Add((answer.Status, answer.Text("code")));
            }

            await Task.Delay(Pause);
        }
    }

    private static async Task CheckAsync(AppRun app, string flow, int count, IEnumerable<int> outputs)
    {
        await UntilAsync(async () => (await RunsAsync(app, flow)).Count >= count);
        var runs = await RunsAsync(app, flow);
        var ended = await Task.WhenAll(runs.Select(run => app.EndedAsync(run.GetProperty("id").GetString()!)));
        Assert.Equal(outputs, ended.Select(static run => run.GetProperty("output").GetInt32()).Order());
    }

    /// <summary>Each second from the first to the last has one run: those of the outage, too.</summary>
    private static async Task CheckScheduleAsync(AppRun app)
    {
        var before = (await RunsAsync(app, "tick")).Count;
        await UntilAsync(async () => (await RunsAsync(app, "tick")).Count >= before + 2);
        Assert.Equal(200, (await app.PostAsync("/api/schedules/tick.t/pause", "")).Status);
        var runs = await RunsAsync(app, "tick");
        var due = new List<DateTimeOffset>();
        foreach (var run in runs)
        {
            var ended = await app.EndedAsync(run.GetProperty("id").GetString()!);
            due.Add(DateTimeOffset.Parse(ended.GetProperty("output").GetString()!, CultureInfo.InvariantCulture));
        }

        due.Sort();
        Assert.True(due.Count > Outage.TotalSeconds);
        Assert.Equal(Enumerable.Range(0, due.Count).Select(second => due[0].AddSeconds(second)), due);
    }

    private static async Task UntilAsync(Func<Task<bool>> isTrue)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!await isTrue())
        {
            await Task.Delay(Pause, patience.Token);
        }
    }

    private static async Task<List<JsonElement>> RunsAsync(AppRun app, string flow)
    {
        var runs = new List<JsonElement>();
        for (string? next = ""; next is not null; )
        {
            var page = await app.GetAsync($"/api/runs?flow={flow}&limit=200&continuation={Uri.EscapeDataString(next)}");
            if (page.Status != 200)
            {
                return [];
            }

            runs.AddRange(page.Body.GetProperty("items").EnumerateArray());
            next = page.Body.TryGetProperty("continuation", out var more) ? more.GetString() : null;
        }

        return runs;
    }
}
