using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace FlowFunctions.Http.Bench;

/// <summary>
/// The same requests to an app that asks its callers who they are, with a token and with an API key, and to one that does not; in turns, so
/// that whatever else the machine does hits all of them.
/// </summary>
internal static class AuthLoad
{
    private const string Key = "a key of the settings, for this measurement only";
    private const int Steps = 1;

    public static async Task<int> RunAsync(string? dll, int callers, int seconds, int rounds)
    {
        using var issuer = new BenchIssuer();
        await using var open = await AppProcess.StartAsync(dll, ("FLOW_STORAGE_PORT", "0"));
        await using var guarded = await AppProcess.StartAsync(
            dll,
            ("FLOW_STORAGE_PORT", "0"),
            ("Access__Issuer", issuer.Address),
            ("Access__Audience", BenchIssuer.Audience),
            ("Access__Key", Key),
            ("Limits__callerRequests", "100000"),
            ("Limits__workspaceRequests", "100000"),
            ("Limits__openRuns", "100000"),
            ("Limits__stepsPerMinute", "10000000")
        );
        using var openApi = new BenchApi(open.Address);
        using var guardedApi = new BenchApi(guarded.Address, Key);
        await openApi.PutChainAsync(Steps);
        await guardedApi.PutChainAsync(Steps);
        (string Name, AppProcess App, BenchApi Api, string Proof)[] ways =
        [
            ("off", open, openApi, ""),
            ("token", guarded, guardedApi, issuer.Token("bench", "FlowFunctions.Editor")),
            ("key", guarded, guardedApi, await guardedApi.NewKeyAsync()),
        ];
        var errors = 0;
        foreach (
            var (name, method, path, body) in (IEnumerable<(string, string, string, string)>)
                [
                    ("GET /api/me", "GET", "/api/me", ""),
                    ("GET /api/flows/{id}", "GET", $"/api/flows/{BenchApi.FlowId}", ""),
                    ("POST /api/flows/{id}/runs", "POST", $"/api/flows/{BenchApi.FlowId}/runs", """{"n":1}"""),
                ]
        )
        {
            var figures = ways.ToDictionary(
                static way => way.Name,
                static _ => new List<Figure>(),
                StringComparer.Ordinal
            );
            for (var round = 0; round <= rounds; round++)
            {
                foreach (var (way, app, api, proof) in ways)
                {
                    var figure = await CallAsync(
                        app,
                        RequestOf(app.Address, method, path, body, proof),
                        callers,
                        seconds
                    );
                    errors += figure.Errors;
                    await api.WaitForStoredAsync();

                    // The first round warms up.
                    if (round > 0)
                    {
                        figures[way].Add(figure);
                    }
                }
            }

            Print(name, figures, rounds);
        }

        Console.WriteLine($"{errors} errors");
        return errors == 0 ? 0 : 1;
    }

    private static byte[] RequestOf(Uri address, string method, string path, string body, string proof)
    {
        var header = proof.Length == 0 ? "" : $"Authorization: Bearer {proof}\r\n";
        return method == "POST"
            ? Caller.Request(address, path, body, header)
            : Encoding.UTF8.GetBytes($"GET {path} HTTP/1.1\r\nHost: {address.Authority}\r\n{header}\r\n");
    }

    private static async Task<Figure> CallAsync(AppProcess app, byte[] request, int callers, int seconds)
    {
        var before = app.ProcessorTime().App;
        var begun = Stopwatch.GetTimestamp();
        var done = await ChainLoad.CallAsync(app.Address, request, callers, TimeSpan.FromSeconds(seconds));
        var elapsed = Stopwatch.GetElapsedTime(begun);
        var all = done.Sum(static caller => caller.Times.Count);
        var good = done.Sum(static caller =>
            caller.Statuses.Where(static status => status.Key < 300).Sum(static status => status.Value)
        );
        return new(good / elapsed.TotalSeconds, (app.ProcessorTime().App - before).TotalMicroseconds / all, all - good);
    }

    private static void Print(string name, Dictionary<string, List<Figure>> figures, int rounds)
    {
        var off = figures["off"];
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{name}: off {Median(off.Select(PerSecond)):N0} requests/s, {Median(off.Select(Cost)):N1} us of processor time each; medians of {rounds} rounds"
            )
        );
        foreach (var way in (string[])["token", "key"])
        {
            var on = figures[way];
            var rates = on.Zip(off, static (on, off) => on.PerSecond / off.PerSecond).ToList();
            var costs = on.Zip(off, static (on, off) => off.Microseconds / on.Microseconds).ToList();
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"  {way} {Median(on.Select(PerSecond)):N0} requests/s, {Median(on.Select(Cost)):N1} us; of the same round: {Median(rates):N3} x the rate ({rates.Min():N2} to {rates.Max():N2}), {Median(costs):N3} x by processor time ({costs.Min():N2} to {costs.Max():N2})"
                )
            );
        }

        static double PerSecond(Figure figure) => figure.PerSecond;
        static double Cost(Figure figure) => figure.Microseconds;
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    private sealed record Figure(double PerSecond, double Microseconds, int Errors);
}
