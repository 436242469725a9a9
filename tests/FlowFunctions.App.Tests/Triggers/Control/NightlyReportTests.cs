using FlowFunctions.App.Settings;
using FlowFunctions.App.Tests.Apps;

namespace FlowFunctions.App.Tests.Triggers.Control;

/// <summary>The sample with a schedule, on a server.</summary>
[Collection(nameof(TriggerTests))]
public sealed class NightlyReportTests(AppFixture fixture)
{
    [Fact]
    public async Task Sample_FiredAndMadeUpFor_Reports()
    {
        var client = fixture.Client;
        var samples = Path.Combine(WorkingCopy.Around(AppContext.BaseDirectory)!, "samples");
        var id = await client.PublishAsync(
            await File.ReadAllTextAsync(Path.Combine(samples, "nightly-report", "flow.json"))
        );

        var fired = await client.PostJsonAsync($"/api/triggers/{id}.nightly/fire?wait=30s");
        var made = await client.PostJsonAsync(
            $"/api/schedules/{id}.nightly/backfill",
            """{"from":"2026-01-05T00:00:00Z","to":"2026-01-06T00:00:00Z"}"""
        );
        var run = made.Json.GetProperty("runs")[0].GetProperty("runId").GetString();
        var ended = await client.UntilAsync($"/api/runs/{run}", static answer => answer.Text("status") == "Succeeded");
        var trigger = await client.GetJsonAsync($"/api/triggers/{id}.nightly");

        Assert.Equal("Succeeded", fired.Text("status"));
        Assert.Equal("Orders of 2026-01-05", ended.Json.GetProperty("output").GetProperty("title").GetString());
        Assert.Equal((1, run), (trigger.Json.GetProperty("started").GetInt32(), trigger.Text("lastRunId")));
    }
}
