using System.Diagnostics;

namespace FlowFunctions.Http.Bench;

/// <summary>Callers that start a run, wait for its end, and start the next.</summary>
internal static class ChainLoad
{
    private const string Path = "/api/flows/bench-chain/runs?wait=30s";
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(5);

    public static async Task<int> RunAsync(string? dll, int callers, int seconds, int steps)
    {
        await using var app = await AppProcess.StartAsync(dll);
        using var api = new BenchApi(app.Address);
        await api.PutChainAsync(steps);
        await CallAsync(app.Address, callers, WarmUp);
        var warmedUp = await api.StoredAsync();
        var before = app.ProcessorTime();
        var begun = Stopwatch.GetTimestamp();
        var done = await CallAsync(app.Address, callers, TimeSpan.FromSeconds(seconds));
        var elapsed = Stopwatch.GetElapsedTime(begun);
        var after = app.ProcessorTime();
        var memory = app.Memory();
        var ended = done.Sum(static caller => caller.Statuses.GetValueOrDefault(200));
        var errors = done.Sum(static caller => caller.Times.Count) - ended;
        var catchUp = Stopwatch.GetTimestamp();
        await api.WaitForStoredAsync();
        var caughtUp = Stopwatch.GetElapsedTime(catchUp);
        var stored = await api.StoredAsync() - warmedUp;
        Report.Print(
            new Figures(
                $"chain of {steps} pure steps, {callers} callers",
                ended / elapsed.TotalSeconds,
                Report.Percentiles(done),
                errors,
                ended,
                stored,
                caughtUp,
                (after.App - before.App) / elapsed,
                (after.Children - before.Children) / elapsed,
                memory.Now,
                memory.Peak
            )
        );
        return errors == 0 && stored == ended ? 0 : 1;
    }

    /// <summary>Calls for a while.</summary>
    public static Task<IReadOnlyList<Caller>> CallAsync(Uri address, int callers, TimeSpan time) =>
        CallAsync(address, Caller.Request(address, Path, """{"n":1}"""), callers, time);

    /// <summary>Sends the same request for a while.</summary>
    public static Task<IReadOnlyList<Caller>> CallAsync(Uri address, byte[] request, int callers, TimeSpan time)
    {
        var until = Stopwatch.GetTimestamp() + (long)(time.TotalSeconds * Stopwatch.Frequency);
        return CallAsync(address, request, callers, () => Stopwatch.GetTimestamp() < until);
    }

    /// <summary>Sends the same request so many times.</summary>
    public static Task<IReadOnlyList<Caller>> CallAsync(Uri address, byte[] request, int callers, int count)
    {
        var left = count;
        return CallAsync(address, request, callers, () => Interlocked.Decrement(ref left) >= 0);
    }

    private static async Task<IReadOnlyList<Caller>> CallAsync(
        Uri address,
        byte[] request,
        int callers,
        Func<bool> goesOn
    )
    {
        var done = Enumerable.Range(0, callers).Select(_ => new Caller(address, request)).ToArray();
        await Task.WhenAll(
            done.Select(async caller =>
            {
                using (caller)
                {
                    await caller.ConnectAsync();
                    while (goesOn())
                    {
                        await caller.CallAsync();
                    }
                }
            })
        );
        return done;
    }
}
