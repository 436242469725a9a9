using FlowFunctions.App.Tests.Apps;

namespace FlowFunctions.App.Tests.Triggers.Schedules;

[Collection(nameof(AppTests))]
public sealed class SchedulerTests(AppFixture fixture)
{
    [Fact]
    public async Task Schedule_EverySecond_RunsOnceForEachSecond()
    {
        var flow = await fixture.Client.PublishAsync(
            ScheduleFlows.Quick(AppFixture.NewId("seconds"), "\"cron\":\"* * * * * *\"")
        );
        var runs = await fixture.Client.UntilRunsAsync(flow, 3);
        await fixture.Client.AskAsync(HttpMethod.Delete, $"/api/flows/{flow}");

        var due = new List<DateTimeOffset>();
        foreach (var run in runs)
        {
            due.Add((await fixture.Client.TriggerAsync(run)).GetProperty("dueAt").GetDateTimeOffset());
        }

        Assert.Equal(Enumerable.Range(0, due.Count).Select(n => due[0].AddSeconds(-n)), due);
    }
}
