using System.Globalization;
using System.Text;
using System.Text.Json;
using FlowFunctions.EndToEnd.Tests.Processes;

namespace FlowFunctions.EndToEnd.Tests.App;

/// <summary>The app, its storage, or both are killed in the middle of 200 runs; every accepted run ends and has a complete record.</summary>
public sealed class KillTests
{
    private const int Runs = 200;
    private const string FlowId = "killed";

    // Some runs are short, some wait twice: at every moment there are runs of each kind.
    private const string Flow = """
        {
          "id": "killed",
          "steps": {
            "first": { "type": "transform", "with": { "value": "{{ input.n + 1 }}" } },
            "pause": { "type": "delay", "with": { "duration": "{{ (input.n % 20) * 50 + 'ms' }}" } },
            "each": {
              "type": "foreach",
              "with": { "items": "{{ [1, 2, 3] }}" },
              "body": { "steps": { "times": { "type": "transform", "with": { "value": "{{ item * input.n }}" } } } }
            },
            "rest": { "type": "delay", "with": { "duration": "{{ (input.n % 7) * 100 + 'ms' }}" } },
            "large": { "type": "transform", "with": { "value": "{{ 'x'.repeat(input.n % 10 === 0 ? 20000 : 10) }}" } }
          },
          "edges": [
            { "from": "first", "to": "pause" },
            { "from": "pause", "to": "each" },
            { "from": "each", "to": "rest" },
            { "from": "rest", "to": "large" }
          ],
          "output": "{{ steps.each.output }}"
        }
        """;

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public async Task Killed_InTheMiddle_EveryAcceptedRunEndsWithACompleteRecord(bool killApp, bool killStorage)
    {
        using var folder = new TemporaryFolder();
        var app = await AppRun.ListenAsync(folder, new AppStart { Arguments = ["--no-samples"] });
        try
        {
            Assert.Equal(201, (await app.PostAsync("/api/flows", Flow)).Status);
            var accepted = new List<(string Id, int N)>();
            for (var n = 0; n < Runs; n++)
            {
                var input = string.Create(CultureInfo.InvariantCulture, $$"""{"n":{{n}}}""");
                accepted.Add(((await app.PostAsync($"/api/flows/{FlowId}/runs", input)).Text("id")!, n));
            }

            app = await KillAsync(app, folder, killApp, killStorage);
            await AllEndedAsync(app, accepted);
            await WaitForStoredAsync(app);
            Assert.Equal(0, (await app.StopAsync()).ExitCode);
            app.Dispose();

            // Nothing but the tables tells of the runs now.
            Directory.Delete(Path.Combine(folder.Path, "data", "journal"), recursive: true);
            app = await AppRun.ListenAsync(folder, new AppStart { Arguments = ["--no-samples"] });
            await AllEndedAsync(app, accepted);
            Assert.Equal(Runs, await CountAsync(app));
        }
        finally
        {
            app.Dispose();
        }
    }

    private static async Task<AppRun> KillAsync(AppRun app, TemporaryFolder folder, bool killApp, bool killStorage)
    {
        var children = ChildProcesses.Of(app.Id);
        if (killStorage)
        {
            children.With("azurite.cjs").Kill();
        }

        if (!killApp)
        {
            await app.WaitForLineAsync("is back");
            return app;
        }

        await app.SignalAsync("KILL");
        await app.EndAsync();
        app.Dispose();
        await children.WaitForEndAsync();
        return await AppRun.ListenAsync(folder, new AppStart { Arguments = ["--no-samples"] });
    }

    private static async Task AllEndedAsync(AppRun app, IReadOnlyList<(string Id, int N)> accepted)
    {
        foreach (var (id, n) in accepted)
        {
            var run = await app.EndedAsync(id);
            Assert.Equal("Succeeded", run.GetProperty("status").GetString());
            Assert.Equal(
                [n, 2 * n, 3 * n],
                run.GetProperty("output").EnumerateArray().Select(static value => value.GetInt32())
            );

            // Each of the five steps, and one for each iteration.
            var steps = run.GetProperty("steps").EnumerateArray().ToArray();
            Assert.Equal(8, steps.Length);
            Assert.All(steps, static step => Assert.Equal("Succeeded", step.GetProperty("status").GetString()));
            if (n % 10 == 0)
            {
                await CheckLargeAsync(app, steps.Single(static step => step.GetProperty("path").ValueEquals("large")));
            }
        }
    }

    private static async Task CheckLargeAsync(AppRun app, JsonElement step)
    {
        var reference = step.GetProperty("output").GetProperty("$payload");
        using var request = new HttpRequestMessage(HttpMethod.Get, reference.GetProperty("href").GetString());
        using var response = await app.SendAsync(request);
        Assert.Equal(20_002, Encoding.UTF8.GetByteCount(await response.Content.ReadAsStringAsync()));
    }

    private static async Task<int> CountAsync(AppRun app)
    {
        var count = 0;
        string? continuation = "";
        while (continuation is not null)
        {
            var page = await app.GetAsync(
                $"/api/runs?flow={FlowId}&limit=150&continuation={Uri.EscapeDataString(continuation)}"
            );
            count += page.Body.GetProperty("items").GetArrayLength();
            continuation = page.Body.TryGetProperty("continuation", out var next) ? next.GetString() : null;
        }

        return count;
    }

    /// <summary>Waits until no record is waiting; the metrics tell.</summary>
    private static async Task WaitForStoredAsync(AppRun app)
    {
        while (!(await app.TextAsync("/metrics")).Contains("\nflow_record_waiting 0\n", StringComparison.Ordinal))
        {
            await Task.Yield();
        }
    }
}
