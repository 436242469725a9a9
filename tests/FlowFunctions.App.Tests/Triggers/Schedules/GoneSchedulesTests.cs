using FlowFunctions.App.Tests.Apps;
using FlowFunctions.App.Triggers;
using FlowFunctions.App.Triggers.Schedules;
using FlowFunctions.App.Workspaces;
using FlowFunctions.Storage.Triggers;
using Microsoft.Extensions.DependencyInjection;

namespace FlowFunctions.App.Tests.Triggers.Schedules;

[Collection(nameof(TriggerTests))]
public sealed class GoneSchedulesTests(AppFixture fixture)
{
    [Fact]
    public async Task State_OfASchedule_IsForgottenOnlyWhenItsFlowHasItNoMore()
    {
        var id = AppFixture.NewId("gone");
        await fixture.Client.PublishAsync(ScheduleFlows.Quick(id, "\"every\":\"1h\""));
        var services = fixture.App.Services;
        var (gone, store) = (
            services.GetRequiredService<GoneSchedules>(),
            services.GetRequiredService<ScheduleStore>()
        );
        var key = new TriggerKey(Workspace.Default, id, "tick");
        var state = new ScheduleState(id, "tick") { Definition = "", SettledUntil = DateTimeOffset.UnixEpoch };
        await store.SaveAsync(Workspace.Default, [state]);

        Assert.False(await gone.ForgetAsync(key, CancellationToken.None));
        Assert.NotNull(await store.FindAsync(Workspace.Default, id, "tick"));

        await fixture.Client.DeleteReplyAsync($"/api/flows/{id}");
        Assert.True(await gone.ForgetAsync(key, CancellationToken.None));
        Assert.Null(await store.FindAsync(Workspace.Default, id, "tick"));
    }

    [Fact]
    public async Task Schedule_ThatBeginsAtTheEndOfTime_IsListedWithoutANextTime()
    {
        var id = AppFixture.NewId("end-of-time");
        await fixture.Client.PublishAsync(
            ScheduleFlows.Quick(id, """ "cron":"0 0 * * *","timeZone":"Pacific/Apia","start":"9999-12-31T00:00:00Z" """)
        );

        var schedule = await fixture.Client.GetJsonAsync($"/api/schedules/{id}.tick");

        Assert.True(schedule.Json.GetProperty("fires").GetBoolean());
        Assert.False(schedule.Json.TryGetProperty("nextAt", out _));
    }
}
