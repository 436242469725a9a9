using System.Collections.Concurrent;
using System.Globalization;
using Azure.Storage.Queues;
using FlowFunctions.EndToEnd.Tests.Processes;
using FlowFunctions.Storage.Local;

namespace FlowFunctions.EndToEnd.Tests.App;

/// <summary>The app is killed twice while it takes 1,000 messages from a queue; each of them leads to one run.</summary>
public sealed class QueueKillTests
{
    private const int Messages = 1_000;
    private const string Queue = "work";

    private const string Flow = """
        {
          "id": "worker",
          "triggers": { "work": { "type": "queue", "queue": "work", "batch": 32 } },
          "steps": { "n": { "type": "transform", "with": { "value": "{{ input.n }}" } } }
        }
        """;

    [Fact]
    public async Task Killed_TwiceInTheMiddle_EachMessageLeadsToOneRun()
    {
        using var folder = new TemporaryFolder();
        await using var azurite = await Azurite.StartAsync(new AzuriteOptions(Repository.PathOf("infra", "local")));
        var queue = new QueueClient(azurite.ConnectionString, Queue);
        await SendAsync(queue);
        var app = await ListenAsync(folder, azurite);
        try
        {
            Assert.Equal(201, (await app.PostAsync("/api/flows", Flow)).Status);
            foreach (var left in (int[])[700, 350])
            {
                await UntilAsync(queue, left);
                await app.SignalAsync("KILL");
                await app.EndAsync();
                app.Dispose();
                app = await ListenAsync(folder, azurite);
            }

            await UntilAsync(queue, left: 0);
            var runs = await RunsAsync(app);

            Assert.Equal(Messages, runs.Count);
            Assert.Equal(Enumerable.Range(0, Messages), (await OutputsAsync(app, runs)).Order());
            Assert.False(await new QueueClient(azurite.ConnectionString, $"{Queue}-poison").ExistsAsync());
        }
        finally
        {
            app.Dispose();
        }
    }

    private static async Task SendAsync(QueueClient queue)
    {
        await queue.CreateIfNotExistsAsync();
        await Parallel.ForAsync(
            0,
            Messages,
            async (n, cancellation) =>
                await queue.SendMessageAsync(
                    string.Create(CultureInfo.InvariantCulture, $$"""{"n":{{n}}}"""),
                    cancellation
                )
        );
    }

    // A message that a killed app had in hand comes again when its time is over.
    private static Task<AppRun> ListenAsync(TemporaryFolder folder, Azurite azurite) =>
        AppRun.ListenAsync(folder, azurite, ("Queues__Visibility", "00:00:03"), ("Queues__LongestPause", "00:00:01"));

    private static async Task UntilAsync(QueueClient queue, int left)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while ((await queue.GetPropertiesAsync(limit.Token)).Value.ApproximateMessagesCount > left) { }
    }

    private static async Task<IReadOnlySet<string>> RunsAsync(AppRun app)
    {
        var runs = new HashSet<string>(StringComparer.Ordinal);
        for (string? next = ""; next is not null; )
        {
            var page = await app.GetAsync($"/api/runs?flow=worker&limit=200&continuation={Uri.EscapeDataString(next)}");
            foreach (var run in page.Body.GetProperty("items").EnumerateArray())
            {
                Assert.True(runs.Add(run.GetProperty("id").GetString()!));
            }

            next = page.Body.TryGetProperty("continuation", out var more) ? more.GetString() : null;
        }

        return runs;
    }

    private static async Task<IEnumerable<int>> OutputsAsync(AppRun app, IEnumerable<string> runs)
    {
        var outputs = new ConcurrentBag<int>();
        await Parallel.ForEachAsync(
            runs,
            async (run, _) => outputs.Add((await app.EndedAsync(run)).GetProperty("output").GetInt32())
        );
        return outputs;
    }
}
