using System.Globalization;
using System.Text.Json;
using FlowFunctions.EndToEnd.Tests.App;
using FlowFunctions.EndToEnd.Tests.Processes;
using FlowFunctions.Storage.Local;

namespace FlowFunctions.EndToEnd.Tests.Triggers;

/// <summary>A schedule due every second while processes are killed: each second has one run, and none is left out.</summary>
public sealed class ScheduleTests
{
    private const string FlowId = "every-second";

    private const string Flow = """
        {
          "id": "every-second",
          "triggers": { "tick": { "type": "schedule", "cron": "* * * * * *", "missed": "runAll" } },
          "steps": { "a": { "type": "transform", "with": { "value": 1 } } },
          "output": "{{ trigger.dueAt }}"
        }
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    [Fact]
    public async Task App_Killed_StartsEachTimeOnce()
    {
        using var folder = new TemporaryFolder();
        var app = await ListenAsync(folder);
        try
        {
            Assert.Equal(201, (await app.PostAsync("/api/flows", Flow)).Status);

            // The emulator may lose its last five seconds, which must not be those in which the flow and its plan were saved.
            await UntilRunsAsync(app, 10);
            for (var kills = 0; kills < 2; kills++)
            {
                await UntilRunsAsync(app, await CountAsync(app) + 2);
                var children = ChildProcesses.Of(app.Id);
                await app.SignalAsync("KILL");
                await app.EndAsync();
                app.Dispose();
                await children.WaitForEndAsync();
                app = await ListenAsync(folder);
            }

            await CheckAsync(app, await CountAsync(app) + 2);
        }
        finally
        {
            app.Dispose();
        }
    }

    [Fact]
    public async Task Storage_Killed_StartsEachTimeOnce()
    {
        using var folder = new TemporaryFolder();
        using var app = await ListenAsync(folder);
        Assert.Equal(201, (await app.PostAsync("/api/flows", Flow)).Status);

        // The emulator loses its last five seconds, which must not be those in which the flow was saved.
        await UntilRunsAsync(app, 10);
        ChildProcesses.Of(app.Id).With("azurite.cjs").Kill();
        await app.WaitForLineAsync("is back");

        await CheckAsync(app, await CountAsync(app) + 2);
    }

    [Fact]
    public async Task ThreeApps_OneKilled_StartEachTimeOnce()
    {
        await using var azurite = await Azurite.StartAsync(new AzuriteOptions(Repository.PathOf("infra", "local")));
        var folders = Enumerable.Range(0, 3).Select(static _ => new TemporaryFolder()).ToList();
        var apps = new List<AppRun>();
        try
        {
            // The first one has the lease: the others are not there yet when it takes it.
            apps.Add(await ListenAsync(folders[0], azurite));
            Assert.Equal(201, (await apps[0].PostAsync("/api/flows", Flow)).Status);
            await UntilRunsAsync(apps[0], 1);
            apps.Add(await ListenAsync(folders[1], azurite));
            apps.Add(await ListenAsync(folders[2], azurite));
            await UntilRunsAsync(apps[0], await CountAsync(apps[0]) + 2);

            await apps[0].SignalAsync("KILL");
            await apps[0].EndAsync();
            await UntilRunsAsync(apps[1], await CountAsync(apps[1]) + 3);
            apps[0].Dispose();

            // What it had begun and not stored is in its journal.
            apps[0] = await ListenAsync(folders[0], azurite);
            await CheckAsync(apps[2], await CountAsync(apps[2]) + 2);
        }
        finally
        {
            apps.ForEach(static app => app.Dispose());
            folders.ForEach(static folder => folder.Dispose());
        }
    }

    /// <summary>Waits for some more runs, pauses the schedule, and compares the times that have a run with the seconds that there were.</summary>
    private static async Task CheckAsync(AppRun app, int runs)
    {
        await UntilRunsAsync(app, runs);
        Assert.Equal(200, (await app.PostAsync($"/api/schedules/{FlowId}.tick/pause", "")).Status);
        var due = new List<DateTimeOffset>();
        foreach (var run in await RunsAsync(app))
        {
            var ended = await app.EndedAsync(run.GetProperty("id").GetString()!);
            Assert.Equal("Succeeded", ended.GetProperty("status").GetString());
            due.Add(DateTimeOffset.Parse(ended.GetProperty("output").GetString()!, CultureInfo.InvariantCulture));
        }

        due.Sort();
        Assert.Equal(Enumerable.Range(0, due.Count).Select(second => due[0].AddSeconds(second)), due);
    }

    private static Task UntilRunsAsync(AppRun app, int count) => UntilAsync(async () => await CountAsync(app) >= count);

    private static async Task UntilAsync(Func<Task<bool>> isTrue)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!await isTrue())
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Delay(TimeSpan.FromMilliseconds(100), patience.Token);
        }
    }

    private static async Task<int> CountAsync(AppRun app) => (await RunsAsync(app)).Count;

    private static async Task<List<JsonElement>> RunsAsync(AppRun app)
    {
        var page = await app.GetAsync($"/api/runs?flow={FlowId}&limit=200");
        return page.Status == 200 ? [.. page.Body.GetProperty("items").EnumerateArray()] : [];
    }

    private static Task<AppRun> ListenAsync(TemporaryFolder folder, Azurite? storage = null)
    {
        var start = new AppStart { Arguments = ["--no-samples"] };
        if (storage is not null)
        {
            start.Environment["AzureWebJobsStorage"] = storage.ConnectionString;
        }

        return AppRun.ListenAsync(folder, start);
    }
}
