using System.Diagnostics;

namespace FlowFunctions.Http.Bench;

/// <summary>Many asynchronous starts at once.</summary>
internal static class BurstLoad
{
    private const string Path = "/api/flows/bench-chain/runs";
    private static readonly TimeSpan EndLimit = TimeSpan.FromMinutes(2);

    public static async Task<int> RunAsync(string? dll, int runs, int callers, int steps)
    {
        await using var app = await AppProcess.StartAsync(dll);
        using var api = new BenchApi(app.Address);
        await api.PutChainAsync(steps);
        var begun = Stopwatch.GetTimestamp();
        var request = Caller.Request(app.Address, Path, """{"n":1}""");
        var done = await ChainLoad.CallAsync(app.Address, request, callers, runs);
        var submitted = Stopwatch.GetElapsedTime(begun);
        var accepted = done.Sum(static caller => caller.Statuses.GetValueOrDefault(202));
        var refused = done.Sum(static caller => caller.Statuses.GetValueOrDefault(429));
        var ended = await api.StoredAsync();
        while (ended < accepted && Stopwatch.GetElapsedTime(begun) < EndLimit)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100));
            ended = await api.StoredAsync();
        }

        Console.WriteLine(
            $"burst of {runs:N0}: {accepted:N0} accepted and {refused:N0} refused within {submitted.TotalSeconds:N2} s; "
                + $"{ended:N0} ended and stored within {Stopwatch.GetElapsedTime(begun).TotalSeconds:N2} s; app RSS {app.Memory().Peak:N0} MB at most"
        );
        return accepted + refused == runs && ended == accepted ? 0 : 1;
    }
}
