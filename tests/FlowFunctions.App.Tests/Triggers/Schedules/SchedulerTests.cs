using System.Text.Json;
using FlowFunctions.App.Tests.Apps;

namespace FlowFunctions.App.Tests.Triggers.Schedules;

/// <summary>Schedules of an app whose seconds are short.</summary>
[Collection(nameof(QuickTests))]
public sealed class SchedulerTests(QuickAppFixture fixture)
{
    private const string Second = "\"cron\":\"* * * * * *\"";

    private HttpClient Client => fixture.Client;

    [Fact]
    public async Task Run_OfASchedule_IsToldItsTime()
    {
        var flow = await Client.PublishAsync(
            ScheduleFlows.Quick(AppFixture.NewId("told"), Second + ",\"timeZone\":\"Asia/Kathmandu\"")
        );
        var runs = await Client.UntilRunsAsync(flow, 1);
        await Client.PostJsonAsync($"/api/schedules/{flow}.tick/pause");

        var trigger = await Client.TriggerAsync(runs[^1]);
        var due = trigger.GetProperty("dueAt").GetDateTimeOffset();
        Assert.Equal("schedule", trigger.GetProperty("type").GetString());
        Assert.Equal("tick", trigger.GetProperty("id").GetString());
        Assert.Equal(due, trigger.GetProperty("scheduledFor").GetDateTimeOffset());
        Assert.Equal("Asia/Kathmandu", trigger.GetProperty("timeZone").GetString());
        var local = trigger.GetProperty("localTime").GetDateTimeOffset();
        Assert.Equal((due, TimeSpan.FromMinutes(345)), (local, local.Offset));
        Assert.False(trigger.GetProperty("missed").GetBoolean());
        Assert.False(trigger.GetProperty("backfill").GetBoolean());
    }

    [Fact]
    public async Task Overlap_Skip_StartsNothingBesideAnOpenRun()
    {
        var flow = await PublishWaitingAsync("skip");
        var schedule = await Client.UntilAsync(
            $"/api/schedules/{flow}.tick",
            static answer => answer.Json.TryGetProperty("error", out _)
        );

        Assert.Contains("was still open", schedule.Text("error"), StringComparison.Ordinal);
        var first = Assert.Single(await Client.RunsAsync(flow)).GetProperty("id").GetString();

        await GoAsync(first!);
        await Client.UntilRunsAsync(flow, 2);
        await EndAsync(flow);
    }

    [Fact]
    public async Task Overlap_Queue_StartsOneAfterTheOtherInOrder()
    {
        var flow = await PublishWaitingAsync("queue");
        await Client.UntilAsync(
            $"/api/schedules/{flow}.tick",
            static answer => answer.Json.TryGetProperty("waiting", out _)
        );
        Assert.Single(await Client.RunsAsync(flow));

        for (var count = 1; count <= 2; count++)
        {
            var runs = await Client.UntilRunsAsync(flow, count);
            Assert.Single(runs, static run => run.GetProperty("status").GetString() == "Running");
            await GoAsync(runs[0].GetProperty("id").GetString()!);
        }

        await Client.UntilRunsAsync(flow, 3);
        await EndAsync(flow);
        var due = await Client.DueAsync(flow, "Succeeded");
        Assert.Equal(due[1].AddSeconds(1), due[0]);
    }

    [Fact]
    public async Task Overlap_CancelPrevious_LeavesTheNewestRunOnly()
    {
        var flow = await PublishWaitingAsync("cancelPrevious");
        await Client.UntilAsync(
            $"/api/runs?flow={flow}&status=Cancelled",
            static answer => answer.Json.GetProperty("items").GetArrayLength() > 0
        );
        var runs = await Client.UntilRunsAsync(flow, 2);

        Assert.Equal("Cancelled", runs[^1].GetProperty("status").GetString());
        await EndAsync(flow);
    }

    [Fact]
    public async Task Input_ThatDoesNotFit_IsSeenAndHoldsNothingUp()
    {
        var id = AppFixture.NewId("wrong");
        var flow = await Client.PublishAsync(
            """
            {"id":"ID","input":{"type":"object","required":["orderId"]},
             "triggers":{"tick":{"type":"schedule","every":"1s"}},
             "steps":{"a":{"type":"transform","with":{"value":1}}}}
            """.Replace("ID", id, StringComparison.Ordinal)
        );
        var first = await ErrorAsync(flow, after: null);
        var second = await ErrorAsync(flow, first.Json.GetProperty("errorDueAt").GetDateTimeOffset());
        await Client.PostJsonAsync($"/api/schedules/{flow}.tick/pause");

        Assert.Contains("orderId", second.Text("error"), StringComparison.Ordinal);
        Assert.Empty(await Client.RunsAsync(flow));
    }

    [Fact]
    public async Task Pause_AndResume_MakeUpForNothing()
    {
        var flow = await Client.PublishAsync(ScheduleFlows.Quick(AppFixture.NewId("pause"), Second));
        await Client.UntilRunsAsync(flow, 1);
        var paused = await Client.PostJsonAsync($"/api/schedules/{flow}.tick/pause", """{"reason":"Holidays"}""");
        Assert.Equal("Holidays", paused.Text("pauseReason"));
        Assert.False(paused.Json.GetProperty("fires").GetBoolean());
        Assert.False(paused.Json.TryGetProperty("nextAt", out _));
        var pausedAt = paused.Json.GetProperty("pausedAt").GetDateTimeOffset();

        // Another schedule's runs tell that time has passed.
        var clock = await Client.PublishAsync(ScheduleFlows.Quick(AppFixture.NewId("clock"), Second));
        await Client.UntilRunsAsync(clock, 3);
        var resumedAt = fixture.Time.GetUtcNow();
        var resumed = await Client.PostJsonAsync($"/api/schedules/{flow}.tick/resume");
        Assert.True(resumed.Json.GetProperty("fires").GetBoolean());
        var before = (await Client.RunsAsync(flow)).Count;
        await Client.UntilRunsAsync(flow, before + 1);
        await Client.PostJsonAsync($"/api/schedules/{flow}.tick/pause");
        await Client.PostJsonAsync($"/api/schedules/{clock}.tick/pause");

        Assert.DoesNotContain(
            await Client.DueAsync(flow),
            due => due > pausedAt.AddSeconds(1) && due < resumedAt.AddSeconds(-1)
        );
    }

    private async Task<string> PublishWaitingAsync(string overlap) =>
        await Client.PublishAsync(
            ScheduleFlows.Waiting(
                AppFixture.NewId(JsonNamingPolicy.KebabCaseLower.ConvertName(overlap)),
                $"{Second},\"overlap\":\"{overlap}\""
            )
        );

    private Task<Answer> ErrorAsync(string flow, DateTimeOffset? after) =>
        Client.UntilAsync(
            $"/api/schedules/{flow}.tick",
            answer =>
                answer.Json.TryGetProperty("errorDueAt", out var due)
                && (after is null || due.GetDateTimeOffset() > after)
        );

    private async Task GoAsync(string run)
    {
        await Client.PostJsonAsync($"/api/runs/{run}/signals/go", "1");
        await Client.UntilAsync($"/api/runs/{run}", static answer => answer.Text("status") == "Succeeded");
    }

    private async Task EndAsync(string flow)
    {
        await Client.PostJsonAsync($"/api/schedules/{flow}.tick/pause");
        foreach (var run in await Client.RunsAsync(flow))
        {
            await Client.PostJsonAsync($"/api/runs/{run.GetProperty("id").GetString()}/terminate");
        }
    }
}
