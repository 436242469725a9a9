using System.Globalization;
using System.Text;
using System.Text.Json;

namespace FlowFunctions.Http.Bench;

/// <summary>What the measurements need of the API beside the load itself.</summary>
internal sealed class BenchApi : IDisposable
{
    public const string FlowId = "bench-chain";
    private readonly HttpClient _http;

    /// <param name="address">The app.</param>
    /// <param name="key">What to prove oneself with, where that is asked for.</param>
    public BenchApi(Uri address, string? key = null)
    {
        _http = new HttpClient { BaseAddress = address };
        _http.DefaultRequestHeaders.Authorization = key is null ? null : new("Bearer", key);
    }

    public void Dispose() => _http.Dispose();

    /// <summary>Publishes a chain of pure steps.</summary>
    public async Task PutChainAsync(int steps)
    {
        var text = new StringBuilder($$"""{"id":"{{FlowId}}","steps":{""");
        for (var step = 0; step < steps; step++)
        {
            var from = step == 0 ? "input.n" : $"steps.s{step - 1}.output";
            text.Append(
                CultureInfo.InvariantCulture,
                $$$"""{{{(step == 0 ? "" : ",")}}}"s{{{step}}}":{"type":"transform","with":{"value":"{{ {{{from}}} + 1 }}"}}"""
            );
        }

        text.Append("},\"edges\":[");
        for (var step = 1; step < steps; step++)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $$"""{{(step == 1 ? "" : ",")}}{"from":"s{{step - 1}}","to":"s{{step}}"}"""
            );
        }

        text.Append("]}");
        await PutAsync(text.ToString());
    }

    /// <summary>Publishes a flow under the id that the loads use.</summary>
    public async Task PutAsync(string document)
    {
        using var body = new StringContent(document, Encoding.UTF8, "application/json");
        using var response = await _http.PutAsync(Of($"/api/flows/{FlowId}"), body);
        if (!response.IsSuccessStatusCode)
        {
            throw new InvalidOperationException(await response.Content.ReadAsStringAsync());
        }
    }

    /// <summary>A key of a program with a role.</summary>
    public async Task<string> NewKeyAsync(string role)
    {
        using var body = new StringContent(
            $$"""{"name":"bench","role":"{{role}}"}""",
            Encoding.UTF8,
            "application/json"
        );
        using var response = await _http.PostAsync(Of("/api/api-keys"), body);
        using var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        return json.RootElement.GetProperty("key").GetString()!;
    }

    /// <summary>Reads an answer.</summary>
    public Task<string> ReadAsync(string path) => _http.GetStringAsync(Of(path));

    /// <summary>Waits until no record waits to be stored, then counts the runs that have ended well by listing them all.</summary>
    public async Task<int> StoredAsync()
    {
        await WaitForStoredAsync();
        var count = 0;
        string? continuation = null;
        do
        {
            var page = await _http.GetStringAsync(
                Of(
                    $"/api/runs?flow={FlowId}&status=Succeeded&limit=200&continuation={Uri.EscapeDataString(continuation ?? "")}"
                )
            );
            using var json = JsonDocument.Parse(page);
            count += json.RootElement.GetProperty("items").GetArrayLength();
            continuation = json.RootElement.TryGetProperty("continuation", out var next) ? next.GetString() : null;
        } while (continuation is not null);

        return count;
    }

    /// <summary>Waits until no record waits to be stored.</summary>
    public async Task WaitForStoredAsync()
    {
        while (!(await ReadAsync("/metrics")).Contains("\nflow_record_waiting 0\n", StringComparison.Ordinal))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50));
        }
    }

    private static Uri Of(string path) => new(path, UriKind.Relative);
}
