using System.Diagnostics;
using System.Globalization;

namespace FlowFunctions.Http.Bench;

/// <summary>How long pages of lists take when many runs are stored.</summary>
internal static class ListLoad
{
    private const int Calls = 40;
    private const int Callers = 32;
    private static readonly TimeSpan Slice = TimeSpan.FromSeconds(5);

    public static async Task<int> RunAsync(string? dll, int runs)
    {
        await using var app = await AppProcess.StartAsync(dll);
        using var api = new BenchApi(app.Address);
        await api.PutChainAsync(steps: 3);
        var started = DateTimeOffset.UtcNow;
        for (var ended = 0; ended < runs; )
        {
            ended += (await ChainLoad.CallAsync(app.Address, Callers, Slice)).Sum(static caller => caller.Times.Count);
        }

        Console.WriteLine($"{await api.StoredAsync():N0} runs are stored; pages of 50:");
        var middle = started + ((DateTimeOffset.UtcNow - started) / 2);
        var time = Uri.EscapeDataString(middle.ToString("O", CultureInfo.InvariantCulture));
        await MeasureAsync(api, "all", "limit=50");
        await MeasureAsync(api, "by flow", $"limit=50&flow={BenchApi.FlowId}");
        await MeasureAsync(api, "by status, all have it", "limit=50&status=Succeeded");
        await MeasureAsync(api, "by status, none has it", "limit=50&status=Failed");
        await MeasureAsync(api, "by time, from the middle on", $"limit=50&from={time}");
        await MeasureAsync(api, "by time, until the middle", $"limit=50&to={time}");
        return 0;
    }

    private static async Task MeasureAsync(BenchApi api, string what, string query)
    {
        var times = new List<double>(Calls);
        for (var call = 0; call < Calls; call++)
        {
            var begun = Stopwatch.GetTimestamp();
            await api.ReadAsync($"/api/runs?{query}");
            times.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
        }

        times.Sort();
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"  {what}: p50 {times[Calls / 2]:N1} ms, p95 {times[Calls * 95 / 100]:N1} ms"
            )
        );
    }
}
