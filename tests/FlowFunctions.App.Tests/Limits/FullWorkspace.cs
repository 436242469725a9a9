using System.Globalization;
using System.Text.RegularExpressions;
using FlowFunctions.App.Tests.Apps;

namespace FlowFunctions.App.Tests.Limits;

/// <summary>An app that has as many open runs as it may, until this is disposed of.</summary>
internal sealed partial class FullWorkspace : IAsyncDisposable
{
    private const string Limit = "/api/limits/openRuns";
    private readonly HttpClient _client;
    private readonly string _runId;
    private readonly int _refusals;

    private FullWorkspace(HttpClient client, string runId, int refusals) =>
        (_client, _runId, _refusals) = (client, runId, refusals);

    public static async Task<FullWorkspace> CreateAsync(HttpClient client)
    {
        var flow = await client.PublishAsync(TestFlows.Waiting(AppFixture.NewId("full")));
        var run = await client.PostJsonAsync($"/api/flows/{flow}/runs", "{}");
        await client.AskAsync(HttpMethod.Put, Limit, """{"value":1}""");
        return new(client, run.Text("id"), await RefusalsAsync(client));
    }

    /// <summary>Waits until something was refused.</summary>
    public async Task RefusedAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (await RefusalsAsync(_client) == _refusals)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), limit.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _client.AskAsync(HttpMethod.Delete, Limit);
        await _client.PostJsonAsync($"/api/runs/{_runId}/terminate");
    }

    private static async Task<int> RefusalsAsync(HttpClient client) =>
        Refusals().Match(await client.GetStringAsync(new Uri("/metrics", UriKind.Relative))) is { Success: true } match
            ? int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)
            : 0;

    [GeneratedRegex("""flow_limit_refusals_total\{[^}]*limit="openRuns"[^}]*\} ([0-9]+)""")]
    private static partial Regex Refusals();
}
