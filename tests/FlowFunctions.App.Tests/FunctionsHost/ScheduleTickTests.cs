using System.Globalization;
using FlowFunctions.App.Tests.Apps;
using FlowFunctions.App.Tests.Triggers.Schedules;

namespace FlowFunctions.App.Tests.FunctionsHost;

[Collection(nameof(HostTests))]
public sealed class ScheduleTickTests(HostFixture host)
{
    [Fact]
    public async Task Tick_StartsWhatIsDueAndWhatFallsDue()
    {
        var end = DateTimeOffset.UtcNow.AddSeconds(6).ToString("O", CultureInfo.InvariantCulture);
        var flow = await host.Client.PublishAsync(
            ScheduleFlows.Quick(AppFixture.NewId("tick"), $"\"every\":\"1s\",\"end\":\"{end}\"")
        );

        // It stays until the schedule has ended, and begins with the time at which it first saw it.
        await host.TickAsync();

        var runs = await host.Client.RunsAsync(flow);
        Assert.InRange(runs.Count, 1, 6);
        var due = new List<DateTimeOffset>();
        foreach (var run in runs)
        {
            due.Add((await host.Client.TriggerAsync(run)).GetProperty("dueAt").GetDateTimeOffset());
        }

        due.Sort();
        Assert.Equal(Enumerable.Range(0, due.Count).Select(second => due[0].AddSeconds(second)), due);
    }

    [Fact]
    public async Task Tick_LaterThanATime_StartsItOnce()
    {
        var end = DateTimeOffset.UtcNow.AddSeconds(4).ToString("O", CultureInfo.InvariantCulture);
        var flow = await host.Client.PublishAsync(
            ScheduleFlows.Waiting(AppFixture.NewId("tick"), $"\"every\":\"1s\",\"end\":\"{end}\",\"overlap\":\"queue\"")
        );

        // The first run is open, so that the others wait for a later call.
        await host.TickAsync();
        var first = Assert.Single(await host.Client.RunsAsync(flow)).GetProperty("id").GetString();
        await host.Client.PostJsonAsync($"/api/runs/{first}/signals/go", "1");
        await host.Client.UntilAsync($"/api/runs/{first}", static answer => answer.Text("status") == "Succeeded");
        await host.TickAsync();

        Assert.Equal(2, (await host.Client.RunsAsync(flow)).Count);
    }
}
