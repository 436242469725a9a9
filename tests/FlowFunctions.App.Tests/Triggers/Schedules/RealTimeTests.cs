using FlowFunctions.App.Tests.Apps;

namespace FlowFunctions.App.Tests.Triggers.Schedules;

/// <summary>Schedules over some real seconds.</summary>
[Collection(nameof(TriggerTests))]
public sealed class RealTimeTests(AppFixture fixture)
{
    private const string Second = "\"cron\":\"* * * * * *\"";

    private HttpClient Client => fixture.Client;

    [Fact]
    public async Task Schedule_EverySecond_RunsOnceForEachSecond()
    {
        var flow = await Client.PublishAsync(ScheduleFlows.Quick(AppFixture.NewId("seconds"), Second));
        await Client.UntilRunsAsync(flow, 3);
        await Client.PostJsonAsync($"/api/schedules/{flow}.tick/pause");

        var due = await Client.DueAsync(flow);
        Assert.Equal(Enumerable.Range(0, due.Count).Select(n => due[0].AddSeconds(-n)), due);
    }
}
