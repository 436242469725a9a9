using System.Diagnostics;

namespace FlowFunctions.Http.Bench;

/// <summary>
/// The same requests to an app that asks its callers who they are, with a token and with an API key, and to one that does not; in turns, so
/// that whatever else the machine does hits all of them.
/// </summary>
internal static class AuthLoad
{
    private const string FirstKey = "a key of the settings, for this measurement only";
    private const int Steps = 1;

    /// <summary>Rounds until what the app does often is compiled for good.</summary>
    private const int WarmUps = 3;

    private static readonly AuthOperation[] Operations =
    [
        new("GET", "/api/me"),
        new("GET", $"/api/flows/{BenchApi.FlowId}"),
        new("POST", $"/api/flows/{BenchApi.FlowId}/runs"),
    ];

    public static async Task<int> RunAsync(string? dll, int callers, int seconds, int starts, int rounds, string only)
    {
        using var issuer = new BenchIssuer();
        await using var open = await AuthWay.StartAsync(dll);
        await using var forTokens = await AuthWay.StartAsync(
            dll,
            ("Access__Issuer", issuer.Address),
            ("Access__Audience", BenchIssuer.Audience)
        );
        await using var forKeys = await AuthWay.StartAsync(dll, ("Access__Key", FirstKey));
        var token = issuer.Token("bench", "FlowFunctions.Admin");
        using var openApi = new BenchApi(open.Address);
        using var tokenApi = new BenchApi(forTokens.Address, token);
        using var keyApi = new BenchApi(forKeys.Address, FirstKey);
        AuthWay[] ways =
        [
            new("off", open, openApi, ""),
            new("token", forTokens, tokenApi, token),
            new("key", forKeys, keyApi, await keyApi.NewKeyAsync("admin")),
        ];
        foreach (var way in ways)
        {
            await way.Api.PutChainAsync(Steps);
        }

        var errors = 0;
        foreach (var operation in Operations.Where(one => one.ToString().Contains(only, StringComparison.Ordinal)))
        {
            var report = new AuthReport(operation.ToString());
            for (var round = 0; round < WarmUps + rounds; round++)
            {
                // Another one begins in each round.
                for (var turn = 0; turn < ways.Length; turn++)
                {
                    var way = ways[(round + turn) % ways.Length];
                    var figure = await CallAsync(way, operation, callers, seconds, starts);
                    errors += figure.Errors;
                    if (round >= WarmUps)
                    {
                        report.Add(way.Name, figure);
                    }
                }
            }

            report.Print();
        }

        Console.WriteLine($"{errors} errors");
        return errors == 0 ? 0 : 1;
    }

    private static async Task<AuthFigure> CallAsync(
        AuthWay way,
        AuthOperation operation,
        int callers,
        int seconds,
        int starts
    )
    {
        var (address, request) = (way.App.Address, operation.RequestOf(way));
        var before = way.App.ProcessorTime().App;
        var begun = Stopwatch.GetTimestamp();
        var done = await (
            operation.LeavesWork
                ? ChainLoad.CallAsync(address, request, callers, starts)
                : ChainLoad.CallAsync(address, request, callers, TimeSpan.FromSeconds(seconds))
        );
        var elapsed = Stopwatch.GetElapsedTime(begun);
        if (operation.LeavesWork)
        {
            // What comes behind the answers belongs to the requests, and must not be in the next one's time.
            await way.Api.WaitForStoredAsync();
            await way.App.WaitUntilIdleAsync();
        }

        var all = done.Sum(static caller => caller.Times.Count);
        var good = done.Sum(static caller =>
            caller.Statuses.Where(static status => status.Key < 300).Sum(static status => status.Value)
        );
        return new(
            good / elapsed.TotalSeconds,
            (way.App.ProcessorTime().App - before).TotalMicroseconds / all,
            all - good
        );
    }
}
