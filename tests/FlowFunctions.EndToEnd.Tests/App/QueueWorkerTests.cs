using System.Text.Json;
using FlowFunctions.EndToEnd.Tests.Processes;

namespace FlowFunctions.EndToEnd.Tests.App;

/// <summary>The sample <c>queue-worker</c> in the app, which loads it: a list goes into the queue, and each parcel is a run.</summary>
public sealed class QueueWorkerTests
{
    [Fact]
    public async Task List_StartedByHand_IsPricedParcelByParcel()
    {
        using var folder = new TemporaryFolder();
        using var app = await AppRun.ListenAsync(folder);
        var input = await File.ReadAllTextAsync(Repository.PathOf("samples", "queue-worker", "input.json"));

        var list = await app.PostAsync("/api/flows/queue-worker/runs?wait=30s", input);
        Assert.Equal(3, list.Body.GetProperty("output").GetProperty("sent").GetInt32());

        var outputs = new List<JsonElement>();
        foreach (var run in await RunsAsync(app, 4))
        {
            outputs.Add((await app.EndedAsync(run)).GetProperty("output"));
        }

        Assert.Equal(
            [("P-1", 6.1), ("P-2", 15.4), ("P-3", 5.3)],
            outputs
                .Where(static output => output.TryGetProperty("price", out _))
                .Select(static output =>
                    (output.GetProperty("id").GetString()!, output.GetProperty("price").GetDouble())
                )
                .Order()
        );
        Assert.Equal(0, (await app.StopAsync()).ExitCode);
    }

    private static async Task<IReadOnlyList<string>> RunsAsync(AppRun app, int count)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            var runs = (await app.GetAsync("/api/runs?flow=queue-worker")).Body.GetProperty("items");
            if (runs.GetArrayLength() >= count)
            {
                return [.. runs.EnumerateArray().Select(static run => run.GetProperty("id").GetString()!)];
            }

            limit.Token.ThrowIfCancellationRequested();
        }
    }
}
