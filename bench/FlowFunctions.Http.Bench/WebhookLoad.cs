using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace FlowFunctions.Http.Bench;

/// <summary>Deliveries to a webhook that are compared by an id in a header.</summary>
internal static class WebhookLoad
{
    private const string Path = "/hooks/default/bench";
    private const string IdHeader = "X-Id: ";
    private const int IdLength = 16;
    private const int Deliveries = 1_000;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(5);
    private static long _lastId;

    public static async Task<int> RunAsync(string? dll, int callers, int seconds)
    {
        await LatencyAsync(dll);
        await using var app = await AppProcess.StartAsync(dll);
        using var api = new BenchApi(app.Address);
        await api.PutAsync(FlowOf("""{"type":"transform","with":{"value":"{{ input.n + 1 }}"} }"""));
        return await ThroughputAsync(app, api, callers, TimeSpan.FromSeconds(seconds));
    }

    private static async Task LatencyAsync(string? dll)
    {
        await using var app = await AppProcess.StartAsync(dll);
        using var api = new BenchApi(app.Address);
        using var target = new StepTarget();
        await api.PutAsync(FlowOf($$"""{"type":"http","with":{"url":"http://127.0.0.1:{{target.Port}}/"} }"""));
        await FirstStepAsync(app.Address, target);
        PrintFirstStep(await FirstStepAsync(app.Address, target));
    }

    private static string FlowOf(string step) =>
        $$"""
            {"id":"{{BenchApi.FlowId}}","triggers":{"hook":{"type":"webhook","path":"bench",
             "dedupe":{"key":"{{"{{ trigger.headers['x-id'] }}"}}"} } },"steps":{"first":{{step}} } }
            """;

    /// <summary>From the first byte sent to the step's call, one delivery after the other.</summary>
    private static async Task<double[]> FirstStepAsync(Uri address, StepTarget target)
    {
        var (request, id) = NewRequest(address);
        using var caller = new Caller(address, request);
        await caller.ConnectAsync();
        var times = new double[Deliveries];
        for (var delivery = 0; delivery < Deliveries; delivery++)
        {
            WriteId(request, id);
            var called = target.NextAsync();
            var begun = Stopwatch.GetTimestamp();
            await caller.CallAsync();
            times[delivery] = Stopwatch.GetElapsedTime(begun, await called).TotalMilliseconds;
        }

        Array.Sort(times);
        return times;
    }

    private static void PrintFirstStep(double[] times) =>
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"webhook to the call of its first step, 1 caller: p50 {At(times, 0.5):N2} ms, p95 {At(times, 0.95):N2} ms, p99 {At(times, 0.99):N2} ms"
            )
        );

    private static double At(double[] times, double share) => times[(int)(share * (times.Length - 1))];

    private static async Task<int> ThroughputAsync(AppProcess app, BenchApi api, int callers, TimeSpan time)
    {
        await CallAsync(app.Address, callers, WarmUp);
        var warmedUp = await api.StoredAsync();
        var before = app.ProcessorTime();
        var begun = Stopwatch.GetTimestamp();
        var done = await CallAsync(app.Address, callers, time);
        var elapsed = Stopwatch.GetElapsedTime(begun);
        var after = app.ProcessorTime();
        var memory = app.Memory();
        var started = done.Sum(static caller => caller.Statuses.GetValueOrDefault(202));
        var errors = done.Sum(static caller => caller.Times.Count) - started;
        var catchUp = Stopwatch.GetTimestamp();
        await api.WaitForStoredAsync();
        var caughtUp = Stopwatch.GetElapsedTime(catchUp);
        var stored = await api.StoredAsync() - warmedUp;
        Report.Print(
            new Figures(
                $"webhook with dedupe, {callers} callers",
                started / elapsed.TotalSeconds,
                Report.Percentiles(done),
                errors,
                started,
                stored,
                caughtUp,
                (after.App - before.App) / elapsed,
                (after.Children - before.Children) / elapsed,
                memory.Now,
                memory.Peak
            )
        );
        return errors == 0 && stored == started ? 0 : 1;
    }

    private static async Task<IReadOnlyList<Caller>> CallAsync(Uri address, int callers, TimeSpan time)
    {
        var until = Stopwatch.GetTimestamp() + (long)(time.TotalSeconds * Stopwatch.Frequency);
        return await Task.WhenAll(
            Enumerable
                .Range(0, callers)
                .Select(async _ =>
                {
                    var (request, id) = NewRequest(address);
                    using var caller = new Caller(address, request);
                    await caller.ConnectAsync();
                    while (Stopwatch.GetTimestamp() < until)
                    {
                        WriteId(request, id);
                        await caller.CallAsync();
                    }

                    return caller;
                })
        );
    }

    private static (byte[] Request, int Id) NewRequest(Uri address)
    {
        var headers = $"{IdHeader}{new string('0', IdLength)}\r\n";
        var request = Caller.Request(address, Path, """{"n":1}""", headers);
        return (request, request.AsSpan().IndexOf(Encoding.ASCII.GetBytes(IdHeader)) + IdHeader.Length);
    }

    private static void WriteId(byte[] request, int at) =>
        Interlocked
            .Increment(ref _lastId)
            .TryFormat(request.AsSpan(at, IdLength), out _, "x16", CultureInfo.InvariantCulture);
}
