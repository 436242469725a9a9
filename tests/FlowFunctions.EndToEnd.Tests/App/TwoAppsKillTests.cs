using FlowFunctions.EndToEnd.Tests.Processes;
using FlowFunctions.Storage.Local;

namespace FlowFunctions.EndToEnd.Tests.App;

/// <summary>Two apps on one storage get each delivery in the same moment, and one of them is killed; each delivery has one run, in one of them.</summary>
public sealed class TwoAppsKillTests
{
    private const int Deliveries = 150;
    private const int Senders = 6;

    // Its runs stay open, so that each app lists those that are in its journal.
    private const string Flow = """
        {
          "id": "hooked",
          "triggers": { "hook": { "type": "webhook", "path": "in", "dedupe": { "key": "{{ trigger.body.n }}" } } },
          "steps": { "wait": { "type": "waitForSignal", "with": { "name": "go" } } }
        }
        """;

    private readonly HookSenders _senders = new();
    private readonly AppRun?[] _apps = new AppRun?[2];

    [Fact]
    public async Task Killed_WhileBothGetEachDelivery_EachHasOneRun()
    {
        using var folder = new TemporaryFolder();
        using var other = new TemporaryFolder();
        await using var azurite = await Azurite.StartAsync(new AzuriteOptions(Repository.PathOf("infra", "local")));
        using var first = await AppRun.ListenAsync(folder, azurite);
        using var second = await AppRun.ListenAsync(other, azurite);
        (_apps[0], _apps[1]) = (first, second);
        Assert.Equal(201, (await first.PostAsync("/api/flows", Flow)).Status);

        var sending = SendAllAsync();
        await _senders.AcceptedAsync(Deliveries / 3);
        await first.SignalAsync("KILL");
        await first.EndAsync();
        using var back = await AppRun.ListenAsync(folder, azurite);
        _apps[0] = back;
        var runs = await sending;

        Assert.All(runs, static both => Assert.Equal(both[0], both[1]));
        var (own, others) = (await OpenAsync(back), await OpenAsync(second));
        Assert.Empty(own.Intersect(others, StringComparer.Ordinal));
        Assert.NotEmpty(own);
        Assert.NotEmpty(others);
        Assert.Equal(
            runs.Select(static both => both[0]).Order(StringComparer.Ordinal),
            own.Concat(others).Order(StringComparer.Ordinal)
        );
    }

    private async Task<string[][]> SendAllAsync()
    {
        var runs = new string[Deliveries][];
        await Parallel.ForAsync(
            0,
            Deliveries,
            new ParallelOptions { MaxDegreeOfParallelism = Senders },
            async (n, _) =>
                runs[n] = await Task.WhenAll(
                    _senders.SendAsync(() => _apps[0]!, n),
                    _senders.SendAsync(() => _apps[1]!, n)
                )
        );
        return runs;
    }

    private static async Task<List<string>> OpenAsync(AppRun app)
    {
        var page = await app.GetAsync("/api/runs?flow=hooked&limit=200");
        return
        [
            .. page.Body.GetProperty("items").EnumerateArray().Select(static run => run.GetProperty("id").GetString()!),
        ];
    }
}
