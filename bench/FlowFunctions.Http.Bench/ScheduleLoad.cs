using System.Globalization;
using System.Text;
using System.Text.Json;

namespace FlowFunctions.Http.Bench;

/// <summary>Many schedules that are all due at the same moment.</summary>
internal static class ScheduleLoad
{
    private const int PerFlow = 100;
    private const int PublishedAtOnce = 8;
    private static readonly TimeSpan Lead = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan EndLimit = TimeSpan.FromMinutes(5);

    public static async Task<int> RunAsync(string? dll, int schedules)
    {
        await using var app = await AppProcess.StartAsync(dll);
        using var http = new HttpClient { BaseAddress = app.Address };
        var flows = (schedules + PerFlow - 1) / PerFlow;
        var due = await PublishAsync(http, flows);
        Console.WriteLine($"{flows * PerFlow:N0} schedules of {flows:N0} flows are due at {due:HH:mm:ss}");
        var (before, _) = app.ProcessorTime();
        var started = await StartedAsync(http, flows * PerFlow, due);
        var (after, _) = app.ProcessorTime();
        using var api = new BenchApi(app.Address);
        await api.WaitForStoredAsync();
        var (runs, last) = await CountAsync(http, flows, due);
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{started:N0} starts, {runs:N0} different runs; the last began {(last - due).TotalSeconds:N2} s after it was due; "
                    + $"{(after - before).TotalSeconds:N1} s of processor time; app RSS {app.Memory().Peak:N0} MB at most"
            )
        );
        return started == flows * PerFlow && runs == started ? 0 : 1;
    }

    /// <summary>Publishes the flows, whose schedules are due at a full minute that leaves time for it.</summary>
    private static async Task<DateTimeOffset> PublishAsync(HttpClient http, int flows)
    {
        var begin = DateTimeOffset.UtcNow + Lead;
        var due = new DateTimeOffset(begin.Ticks - (begin.Ticks % TimeSpan.TicksPerMinute), TimeSpan.Zero);
        await Parallel.ForAsync(
            0,
            flows,
            new ParallelOptions { MaxDegreeOfParallelism = PublishedAtOnce },
            async (flow, token) =>
            {
                using var body = new StringContent(Document(flow, due), Encoding.UTF8, "application/json");
                using var response = await http.PutAsync(Of($"/api/flows/{IdOf(flow)}"), body, token);
                if (!response.IsSuccessStatusCode)
                {
                    throw new InvalidOperationException(await response.Content.ReadAsStringAsync(token));
                }
            }
        );
        return DateTimeOffset.UtcNow < due
            ? due
            : throw new InvalidOperationException("The flows were not published in time. Measure fewer schedules.");
    }

    private static string Document(int flow, DateTimeOffset due)
    {
        var text = new StringBuilder($$"""{"id":"{{IdOf(flow)}}","triggers":{""");
        for (var index = 0; index < PerFlow; index++)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $$"""{{(index == 0 ? "" : ",")}}"t{{index}}":{"type":"schedule","cron":"{{due.Minute}} {{due.Hour}} * * *"}"""
            );
        }

        return text.Append("""},"steps":{"a":{"type":"transform","with":{"value":"{{ trigger.id }}"}}}}""").ToString();
    }

    /// <summary>Waits until so many runs have been started, and a moment longer for any that should not be.</summary>
    private static async Task<int> StartedAsync(HttpClient http, int expected, DateTimeOffset due)
    {
        var started = 0;
        for (
            var rounds = 0;
            rounds < 2 && DateTimeOffset.UtcNow < due + EndLimit;
            rounds += started >= expected ? 1 : 0
        )
        {
            await Task.Delay(TimeSpan.FromMilliseconds(500));
            started = StartsIn(await http.GetStringAsync(Of("/metrics")));
        }

        return started;
    }

    private static int StartsIn(string metrics)
    {
        const string Name = "flow_schedule_times_total{outcome=\"started\"} ";
        var line = metrics.Split('\n').FirstOrDefault(static line => line.StartsWith(Name, StringComparison.Ordinal));
        return line is null ? 0 : int.Parse(line[Name.Length..], CultureInfo.InvariantCulture);
    }

    private static async Task<(int Runs, DateTimeOffset Last)> CountAsync(
        HttpClient http,
        int flows,
        DateTimeOffset due
    )
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        var last = due;
        for (var flow = 0; flow < flows; flow++)
        {
            using var page = JsonDocument.Parse(
                await http.GetStringAsync(Of($"/api/runs?flow={IdOf(flow)}&limit=200"))
            );
            foreach (var run in page.RootElement.GetProperty("items").EnumerateArray())
            {
                ids.Add(run.GetProperty("id").GetString()!);
                var startedAt = run.GetProperty("startedAt").GetDateTimeOffset();
                last = startedAt > last ? startedAt : last;
            }
        }

        return (ids.Count, last);
    }

    private static string IdOf(int flow) => string.Create(CultureInfo.InvariantCulture, $"bench-schedules-{flow}");

    private static Uri Of(string path) => new(path, UriKind.Relative);
}
