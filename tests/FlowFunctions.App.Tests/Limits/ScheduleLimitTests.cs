using FlowFunctions.App.Tests.Apps;
using FlowFunctions.App.Tests.Triggers.Schedules;

namespace FlowFunctions.App.Tests.Limits;

[Collection(nameof(QuickTests))]
public sealed class ScheduleLimitTests(QuickAppFixture fixture)
{
    [Fact]
    public async Task Schedule_WhileNoRunMayStart_WaitsAndStartsLater()
    {
        var client = fixture.Client;
        var flow = AppFixture.NewId("late");
        await using (await FullWorkspace.CreateAsync(client))
        {
            await client.PublishAsync(ScheduleFlows.Quick(flow, "\"cron\":\"* * * * * *\""));
            await client.UntilAsync(
                $"/api/schedules/{flow}.tick",
                static answer => answer.Json.TryGetProperty("waiting", out _)
            );
        }

        await client.UntilRunsAsync(flow, 1);
        await client.PostJsonAsync($"/api/schedules/{flow}.tick/pause");
    }
}
