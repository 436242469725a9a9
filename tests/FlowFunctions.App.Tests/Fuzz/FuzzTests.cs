using System.Net;
using System.Text;
using System.Text.Json;
using FlowFunctions.App.Tests.Apps;

namespace FlowFunctions.App.Tests.Fuzz;

[Collection(nameof(AppTests))]
public sealed class FuzzTests(AppFixture fixture)
{
    private const int Cases = 10_000;
    private const int Seed = 20_261_120;
    private const int Connections = 8;

    [Fact]
    public async Task Api_RequestsThatNobodyShouldSend_NeverBreakIt()
    {
        using var flow = new StringContent(
            """{"id":"fuzz","input":{"type":"object","properties":{"n":{"type":"number"}}},"steps":{"a":{"type":"transform","with":{"value":"{{ input.n }}"}}}}""",
            Encoding.UTF8,
            "application/json"
        );
        using var saved = await fixture.Client.PutAsync("/api/flows/fuzz", flow);
        Assert.True(saved.IsSuccessStatusCode, await saved.Content.ReadAsStringAsync());
        var address = new Uri(fixture.App.Address);
        var fuzzer = new RequestFuzzer(Seed, await RoutesAsync());
        var requests = Enumerable.Range(0, Cases).Select(_ => fuzzer.Next()).ToArray();
        var broken = new List<string>();

        await Parallel.ForEachAsync(
            requests,
            new ParallelOptions { MaxDegreeOfParallelism = Connections },
            async (request, _) =>
            {
                // 503 is what storage or an engine under load answers; nothing here asks for that.
                if (await RawHttp.SendAsync(address, request) >= 500)
                {
                    lock (broken)
                    {
                        broken.Add(Encoding.Latin1.GetString(request.AsSpan(0, Math.Min(request.Length, 600))));
                    }
                }
            }
        );

        Assert.Empty(broken);
        using var health = await fixture.Client.GetAsync("/healthz");
        Assert.Equal(HttpStatusCode.OK, health.StatusCode);
    }

    /// <summary>Every route that the API describes; new ones join by themselves.</summary>
    private async Task<IReadOnlyList<(string Method, string Path)>> RoutesAsync()
    {
        using var document = JsonDocument.Parse(await fixture.Client.GetStringAsync("/api/openapi.json"));
        return
        [
            .. document
                .RootElement.GetProperty("paths")
                .EnumerateObject()
                .SelectMany(static path =>
                    path.Value.EnumerateObject().Select(method => (method.Name.ToUpperInvariant(), path.Name))
                ),
        ];
    }
}
