using System.Text.Json;
using FlowFunctions.App.Requests;
using FlowFunctions.App.Tests.Apps;

namespace FlowFunctions.App.Tests.Triggers.Schedules;

[Collection(nameof(TriggerTests))]
public sealed class ScheduleApiTests(AppFixture fixture)
{
    private HttpClient Client => fixture.Client;

    [Fact]
    public async Task Get_ASchedule_TellsItsDefinitionAndItsNextRun()
    {
        var flow = await PublishAsync(
            "\"cron\":\"0 2 * * *\",\"timeZone\":\"Europe/Berlin\",\"missed\":\"runAll\",\"jitter\":\"30s\""
        );

        var schedule = (await Client.GetJsonAsync($"/api/schedules/{flow}.tick")).Json;

        Assert.Equal($"{flow}.tick", schedule.GetProperty("id").GetString());
        Assert.Equal("0 2 * * *", schedule.GetProperty("cron").GetString());
        Assert.Equal("runAll", schedule.GetProperty("missed").GetString());
        Assert.Equal("allow", schedule.GetProperty("overlap").GetString());
        Assert.Equal("30s", schedule.GetProperty("jitter").GetString());
        Assert.True(schedule.GetProperty("fires").GetBoolean());
        Assert.True(schedule.GetProperty("nextAt").GetDateTimeOffset() > DateTimeOffset.UtcNow);
    }

    [Fact]
    public async Task List_PageByPage_HasEachScheduleOnce()
    {
        var flows = new List<string>();
        for (var index = 0; index < 3; index++)
        {
            flows.Add(await PublishAsync("\"every\":\"1h\""));
        }

        var seen = new List<string>();
        string? continuation = null;
        do
        {
            var page = await Client.GetJsonAsync($"/api/schedules?limit=2&continuation={continuation}");
            seen.AddRange(
                page.Json.GetProperty("items")
                    .EnumerateArray()
                    .Select(static item => item.GetProperty("id").GetString()!)
            );
            continuation = page.Json.TryGetProperty("continuation", out var next) ? next.GetString() : null;
        } while (continuation is not null);

        Assert.Equal(seen.Distinct().Order(StringComparer.Ordinal), seen);
        Assert.Superset(flows.Select(static flow => flow + ".tick").ToHashSet(), seen.ToHashSet());
        var one = await Client.GetJsonAsync($"/api/schedules?flow={flows[1]}");
        Assert.Equal(
            $"{flows[1]}.tick",
            Assert.Single(one.Json.GetProperty("items").EnumerateArray()).GetProperty("id").GetString()
        );
        (await Client.GetReplyAsync("/api/schedules?continuation=nothing")).IsProblem(400, "Request.Invalid");
    }

    [Fact]
    public async Task Upcoming_FromAMoment_IsWhatClocksShow()
    {
        var flow = await PublishAsync("\"cron\":\"30 2 * * *\",\"timeZone\":\"Europe/Berlin\"");

        var upcoming = await Client.GetJsonAsync(
            $"/api/schedules/{flow}.tick/upcoming?count=2&from=2026-03-28T12:00:00Z"
        );
        var usual = await Client.GetJsonAsync($"/api/schedules/{flow}.tick/upcoming");

        Assert.Equal(
            ["2026-03-29T03:00:00+02:00", "2026-03-30T02:30:00+02:00"],
            Items(upcoming.Json).Select(static item => item.GetProperty("localTime").GetString())
        );
        Assert.Equal("2026-03-29T01:00:00.000Z", Items(upcoming.Json)[0].GetProperty("dueAt").GetString());
        Assert.Equal(20, Items(usual.Json).Count);
        (await Client.GetReplyAsync($"/api/schedules/{flow}.tick/upcoming?count=0")).IsProblem(400, "Request.Invalid");
        (await Client.GetReplyAsync($"/api/schedules/{flow}.tick/upcoming?from=soon")).IsProblem(
            400,
            "Request.Invalid"
        );
        (await Client.GetReplyAsync($"/api/schedules/{flow}.other/upcoming")).IsProblem(404, "Schedule.NotFound");
        (await Client.GetReplyAsync("/api/schedules/nothing")).IsProblem(404, "Schedule.NotFound");
    }

    [Fact]
    public async Task Preview_OfASchedule_IsItsNextTimes()
    {
        var preview = await Client.PostJsonAsync(
            "/api/schedules/preview",
            """{"schedule":{"cron":"0 12 29 2 *","timeZone":"America/New_York"},"from":"2026-01-01T00:00:00Z","count":3}"""
        );

        Assert.Equal("America/New_York", preview.Text("timeZone"));
        Assert.Equal(
            ["2028-02-29T12:00:00-05:00", "2032-02-29T12:00:00-05:00", "2036-02-29T12:00:00-05:00"],
            Items(preview.Json).Select(static item => item.GetProperty("localTime").GetString())
        );
    }

    [Theory]
    [InlineData("""{"schedule":{"cron":"61 * * * *"}}""", "/schedule/cron", "minute")]
    [InlineData("""{"schedule":{"cron":"@daily","timeZone":"Mars/Olympus"}}""", "/schedule/timeZone", "Mars")]
    [InlineData("""{"schedule":{"every":"10ms"}}""", "/schedule/every", "too short")]
    [InlineData("""{"schedule":{"cron":"@daily","often":true}}""", "/schedule/often", "often")]
    [InlineData("""{"schedule":{}}""", "/schedule", "cron")]
    public async Task Preview_OfWhatCannotBeUsed_SaysWhereAndWhy(string body, string pointer, string says)
    {
        var reply = await Client.PostReplyAsync("/api/schedules/preview", body);

        reply.IsProblem(400, "Schedule.Invalid");
        var error = reply.Body.GetProperty("errors")[0];
        Assert.Equal(pointer, error.GetProperty("pointer").GetString());
        Assert.Contains(says, error.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("""{"schedule":"@daily"}""")]
    [InlineData("""{"cron":"@daily"}""")]
    [InlineData("""{"schedule":{"every":"1h"},"count":1000}""")]
    public async Task Preview_OfSomethingElse_Is400(string body) =>
        (await Client.PostReplyAsync("/api/schedules/preview", body)).IsProblem(400, "Request.Invalid");

    [Fact]
    public async Task Backfill_OfAWindow_RunsEachTimeOnce()
    {
        var flow = await PublishAsync("\"every\":\"1h\"");
        var path = $"/api/schedules/{flow}.tick/backfill";
        var to = DateTimeOffset.UtcNow.AddHours(-1);
        var window = $"\"from\":\"{Text(to.AddHours(-5))}\",\"to\":\"{Text(to)}\"";

        var dry = (await Client.PostJsonAsync(path, $$"""{{{window}},"dryRun":true}""")).Json;
        Assert.Equal(
            (5, 0, true),
            (Count(dry, "times"), Count(dry, "started"), dry.GetProperty("dryRun").GetBoolean())
        );
        Assert.Empty(await Client.RunsAsync(flow));

        var first = (await Client.PostJsonAsync(path, $$"""{{{window}}}""")).Json;
        var second = (await Client.PostJsonAsync(path, $$"""{{{window}}}""")).Json;

        Assert.Equal((5, 5, 0), (Count(first, "times"), Count(first, "started"), Count(first, "existing")));
        Assert.Equal((5, 0, 5), (Count(second, "times"), Count(second, "started"), Count(second, "existing")));
        Assert.Equal(RunsOf(dry), RunsOf(first));
        Assert.Equal(RunsOf(dry), RunsOf(second));
        var runs = await Client.RunsAsync(flow);
        Assert.Equal(RunsOf(dry).Order(), runs.Select(static run => run.GetProperty("id").GetString()!).Order());
        Assert.True((await Client.TriggerAsync(runs[0])).GetProperty("backfill").GetBoolean());
    }

    [Fact]
    public async Task Backfill_OfMoreThanAThousandTimes_SaysWhereToEnd()
    {
        var flow = await PublishAsync("\"every\":\"1s\"");
        await Client.PostJsonAsync($"/api/schedules/{flow}.tick/pause");

        var reply = await Client.PostReplyAsync(
            $"/api/schedules/{flow}.tick/backfill",
            """{"from":"2026-01-01T00:00:00Z","to":"2026-01-01T01:00:00Z"}"""
        );

        reply.IsProblem(400, "Schedule.TooManyTimes");
        Assert.Contains("2026-01-01T00:16:40.000Z", reply.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"from":"2026-01-02T00:00:00Z","to":"2026-01-01T00:00:00Z"}""")]
    [InlineData("""{"from":"2026-01-02T00:00:00Z"}""")]
    [InlineData("""{"from":"2026-01-02T00:00:00Z","to":"2999-01-01T00:00:00Z"}""")]
    [InlineData("""{"since":"2026-01-02T00:00:00Z"}""")]
    public async Task Backfill_OfNoWindowOfThePast_Is400(string body)
    {
        var flow = await PublishAsync("\"every\":\"1h\"");

        (await Client.PostReplyAsync($"/api/schedules/{flow}.tick/backfill", body)).IsProblem(400, "Request.Invalid");
    }

    private Task<string> PublishAsync(string schedule) =>
        Client.PublishAsync(ScheduleFlows.Quick(AppFixture.NewId("schedule"), schedule));

    private static List<JsonElement> Items(JsonElement list) => [.. list.GetProperty("items").EnumerateArray()];

    private static int Count(JsonElement backfill, string name) => backfill.GetProperty(name).GetInt32();

    private static List<string> RunsOf(JsonElement backfill) =>
        [.. backfill.GetProperty("runs").EnumerateArray().Select(static run => run.GetProperty("runId").GetString()!)];

    private static string Text(DateTimeOffset at) => UtcTimeConverter.Format(at);
}
