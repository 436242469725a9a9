using FlowFunctions.EndToEnd.Tests.Processes;
using FlowFunctions.Storage.Local;

namespace FlowFunctions.EndToEnd.Tests.App;

/// <summary>The app is killed while senders deliver, and they send again until they get an answer; each delivery leads to one run.</summary>
public sealed class WebhookKillTests
{
    private const int Deliveries = 400;
    private const int Senders = 8;

    private const string Flow = """
        {
          "id": "hooked",
          "triggers": { "hook": { "type": "webhook", "path": "in", "dedupe": { "key": "{{ trigger.body.n }}" } } },
          "steps": { "n": { "type": "transform", "with": { "value": "{{ input.n }}" } } }
        }
        """;

    private readonly HookSenders _senders = new();
    private AppRun? _app;

    [Fact]
    public async Task Killed_WhileSendersDeliver_EachDeliveryLeadsToOneRun()
    {
        using var folder = new TemporaryFolder();
        await using var azurite = await Azurite.StartAsync(new AzuriteOptions(Repository.PathOf("infra", "local")));
        using var first = await AppRun.ListenAsync(folder, azurite);
        _app = first;
        Assert.Equal(201, (await first.PostAsync("/api/flows", Flow)).Status);

        var sending = SendAllAsync();
        await _senders.AcceptedAsync(Deliveries / 3);
        await first.SignalAsync("KILL");
        await first.EndAsync();
        using var second = await AppRun.ListenAsync(folder, azurite);
        _app = second;
        var runs = await sending;
        var again = await SendAllAsync();

        Assert.Equal(Deliveries, runs.Distinct().Count());
        Assert.Equal(runs, again);
        var outputs = await Task.WhenAll(
            runs.Select(async run => (await second.EndedAsync(run)).GetProperty("output").GetInt32())
        );
        Assert.Equal(Enumerable.Range(0, Deliveries), outputs);
        Assert.Equal(Deliveries, await CountAsync(second));
    }

    private async Task<string[]> SendAllAsync()
    {
        var runs = new string[Deliveries];
        await Parallel.ForAsync(
            0,
            Deliveries,
            new ParallelOptions { MaxDegreeOfParallelism = Senders },
            async (n, _) => runs[n] = await _senders.SendAsync(() => _app!, n)
        );
        return runs;
    }

    private static async Task<int> CountAsync(AppRun app)
    {
        var count = 0;
        for (string? next = ""; next is not null; )
        {
            var page = await app.GetAsync($"/api/runs?flow=hooked&limit=200&continuation={Uri.EscapeDataString(next)}");
            count += page.Body.GetProperty("items").GetArrayLength();
            next = page.Body.TryGetProperty("continuation", out var more) ? more.GetString() : null;
        }

        return count;
    }
}
