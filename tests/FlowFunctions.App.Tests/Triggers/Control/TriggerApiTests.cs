using System.Net;
using System.Text.Json;
using FlowFunctions.App.Tests.Apps;
using FlowFunctions.App.Triggers;
using FlowFunctions.App.Workspaces;
using Microsoft.Extensions.DependencyInjection;

namespace FlowFunctions.App.Tests.Triggers.Control;

[Collection(nameof(TriggerTests))]
public sealed class TriggerApiTests(AppFixture fixture)
{
    private HttpClient Client => fixture.Client;

    [Fact]
    public async Task List_OfAFlow_ShowsEachTrigger()
    {
        var id = await Client.PublishAsync(TriggerFlows.All(AppFixture.NewId()));

        var list = await ItemsAsync($"/api/triggers?flow={id}");

        Assert.Equal(
            [
                ($"{id}.hook", "webhook", $"POST, PUT /hooks/default/{id}/{{order}}", true),
                ($"{id}.nightly", "schedule", "0 2 * * * (Europe/Berlin)", true),
                ($"{id}.often", "schedule", "every 1h30m", false),
                ($"{id}.work", "queue", $"queue {id}", true),
            ],
            list.Select(static one => (Text(one, "id"), Text(one, "type"), Text(one, "summary"), Is(one, "fires")))
        );
        Assert.Equal(
            [$"{fixture.App.Address}/hooks/default/{id}/{{order}}"],
            list.Where(static one => one.TryGetProperty("url", out _)).Select(static one => Text(one, "url"))
        );
        Assert.Equal(
            ["none"],
            list.Where(static one => one.TryGetProperty("auth", out _)).Select(static one => Text(one, "auth"))
        );
        Assert.Equal("Every night", Text(list[1], "name"));
        Assert.False(Is(list[2], "enabled"));
    }

    [Fact]
    public async Task List_OfAType_ComesInPages()
    {
        var id = await Client.PublishAsync(TriggerFlows.All(AppFixture.NewId()));

        var first = await Client.GetJsonAsync($"/api/triggers?flow={id}&type=schedule&limit=1");
        var second = await Client.GetJsonAsync(
            $"/api/triggers?flow={id}&type=schedule&limit=1&continuation={first.Text("continuation")}"
        );

        Assert.Equal($"{id}.nightly", Text(first.Json.GetProperty("items")[0], "id"));
        Assert.Equal($"{id}.often", Text(second.Json.GetProperty("items")[0], "id"));
        Assert.False(second.Json.TryGetProperty("continuation", out _));
    }

    [Theory]
    [InlineData("/api/triggers?type=cron", HttpStatusCode.BadRequest, "Request.Invalid")]
    [InlineData("/api/triggers?limit=0", HttpStatusCode.BadRequest, "Request.Invalid")]
    [InlineData("/api/triggers/nothing.here", HttpStatusCode.NotFound, "Trigger.NotFound")]
    [InlineData("/api/triggers/nothing", HttpStatusCode.NotFound, "Trigger.NotFound")]
    public async Task Read_WhatIsNotThere_SaysSo(string path, HttpStatusCode status, string code)
    {
        var answer = await Client.GetJsonAsync(path);

        Assert.Equal((status, code), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task Pause_AndResume_CanBeSentAgain()
    {
        var id = await Client.PublishAsync(TriggerFlows.All(AppFixture.NewId()));
        var path = $"/api/triggers/{id}.nightly";

        var paused = await Client.PostJsonAsync($"{path}/pause", """{"reason":"Stocktaking"}""");
        var again = await Client.PostJsonAsync($"{path}/pause", """{"reason":"Something else"}""");
        var read = await Client.GetJsonAsync(path);

        Assert.Equal((true, false), (Is(paused.Json, "paused"), Is(paused.Json, "fires")));
        Assert.Equal("Stocktaking", read.Text("pauseReason"));
        Assert.Equal(paused.Text("pausedAt"), again.Text("pausedAt"));
        Assert.True(Is((await Client.GetJsonAsync($"/api/triggers/{id}.hook")).Json, "fires"));

        var resumed = await Client.PostJsonAsync($"{path}/resume");
        var twice = await Client.PostJsonAsync($"{path}/resume");
        Assert.Equal((false, true), (Is(resumed.Json, "paused"), Is(resumed.Json, "fires")));
        Assert.Equal(HttpStatusCode.OK, twice.Status);
    }

    [Theory]
    [InlineData("", HttpStatusCode.OK)]
    [InlineData("{}", HttpStatusCode.OK)]
    [InlineData("""{"reason":null}""", HttpStatusCode.OK)]
    [InlineData("""{"reson":"Stocktaking"}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"reason":7}""", HttpStatusCode.BadRequest)]
    [InlineData("[]", HttpStatusCode.BadRequest)]
    public async Task Pause_TheReasonMayBeLeftOut(string body, HttpStatusCode status)
    {
        var id = await Client.PublishAsync(TriggerFlows.All(AppFixture.NewId()));

        var paused = await Client.PostJsonAsync($"/api/triggers/{id}.nightly/pause", body);

        Assert.Equal(status, paused.Status);
        Assert.Equal(
            status == HttpStatusCode.OK,
            Is((await Client.GetJsonAsync($"/api/triggers/{id}.nightly")).Json, "paused")
        );
    }

    [Fact]
    public async Task Next_IsToldOfSchedulesThatFire_AsAmongSchedules()
    {
        var id = await Client.PublishAsync(TriggerFlows.All(AppFixture.NewId()));

        var schedule = await Client.GetJsonAsync($"/api/schedules/{id}.nightly");
        var next = (await ItemsAsync($"/api/triggers?flow={id}"))
            .Where(static one => one.TryGetProperty("nextAt", out _))
            .ToDictionary(static one => Text(one, "id"), static one => Text(one, "nextAt"));
        var paused = await Client.PostJsonAsync($"/api/triggers/{id}.nightly/pause");

        Assert.Equal([KeyValuePair.Create($"{id}.nightly", schedule.Text("nextAt"))], next);
        Assert.False(paused.Json.TryGetProperty("nextAt", out _));
    }

    [Fact]
    public async Task Pause_IsSeenByAnotherApp()
    {
        await using var other = await fixture.StartAppAsync(fixture.NewFolder());
        using var client = new HttpClient { BaseAddress = new Uri(other.Address) };
        var id = await Client.PublishAsync(TriggerFlows.All(AppFixture.NewId()));
        await Client.PostJsonAsync($"/api/triggers/{id}.work/pause");

        var seen = await client.UntilAsync(
            $"/api/triggers/{id}.work",
            static answer => answer.Status == HttpStatusCode.OK && Is(answer.Json, "paused")
        );

        Assert.False(Is(seen.Json, "fires"));
    }

    [Fact]
    public async Task Disable_AFlow_SilencesAllItsTriggers()
    {
        var id = await Client.PublishAsync(TriggerFlows.All(AppFixture.NewId()));

        var disabled = await Client.PostJsonAsync($"/api/flows/{id}/disable", """{"reason":"Too noisy"}""");
        var triggers = await ItemsAsync($"/api/triggers?flow={id}");
        var list = await Client.GetJsonAsync($"/api/flows?q={id}");
        var byHand = await Client.PostJsonAsync($"/api/flows/{id}/runs?wait=30s", "{}");

        Assert.Equal(
            (false, "Too noisy", 1),
            (Is(disabled.Json, "enabled"), disabled.Text("message"), disabled.Json.GetProperty("version").GetInt32())
        );
        Assert.All(triggers, static one => Assert.Equal((false, false), (Is(one, "fires"), Is(one, "flowEnabled"))));
        Assert.False(
            Is(list.Json.GetProperty("items").EnumerateArray().Single(one => Text(one, "id") == id), "enabled")
        );
        Assert.Equal("Succeeded", byHand.Text("status"));

        var enabled = await Client.PostJsonAsync($"/api/flows/{id}/enable");
        Assert.True(Is(enabled.Json, "enabled"));
        Assert.Equal(3, (await ItemsAsync($"/api/triggers?flow={id}")).Count(static one => Is(one, "fires")));
    }

    [Fact]
    public async Task Disabled_StaysWithANewVersion()
    {
        var id = AppFixture.NewId();
        await Client.PublishAsync(TriggerFlows.All(id));
        await Client.PostJsonAsync($"/api/flows/{id}/disable");

        await Client.AskAsync(
            HttpMethod.Put,
            $"/api/flows/{id}",
            TriggerFlows.All(id).Replace("90m", "91m", StringComparison.Ordinal),
            ("If-Match", "*")
        );

        var triggers = await ItemsAsync($"/api/triggers?flow={id}");
        Assert.All(
            triggers,
            static one => Assert.Equal((2, false), (one.GetProperty("version").GetInt32(), Is(one, "fires")))
        );
    }

    [Fact]
    public async Task Enable_AFlowThatIsNotThere_SaysSo()
    {
        var answer = await Client.PostJsonAsync($"/api/flows/{AppFixture.NewId("none")}/enable");

        Assert.Equal((HttpStatusCode.NotFound, "Flow.NotFound"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task Webhook_WithoutItsSecret_HasAProblem()
    {
        var lacks = await Client.PublishAsync(TriggerFlows.Signed(AppFixture.NewId(), "NOT_THERE"));
        var has = await Client.PublishAsync(TriggerFlows.Signed(AppFixture.NewId(), "CALLBACK_PLAIN"));

        var problem = (await Client.GetJsonAsync($"/api/triggers/{lacks}.hook")).Json.GetProperty("problem");

        Assert.Equal("Secret.NotFound", Text(problem, "code"));
        Assert.False((await Client.GetJsonAsync($"/api/triggers/{has}.hook")).Json.TryGetProperty("problem", out _));
    }

    [Fact]
    public async Task Delete_OfAFlow_ForgetsPausesAndWhatItsTriggersDid()
    {
        var id = AppFixture.NewId();
        await Client.PublishAsync(TriggerFlows.All(id));
        await Client.PostJsonAsync($"/api/triggers/{id}.nightly/pause");
        var activity = fixture.App.Services.GetRequiredService<TriggerActivity>();
        activity.Fired(new TriggerKey(Workspace.Default, id, "nightly"), "run", DateTimeOffset.UtcNow);

        await Client.DeleteReplyAsync($"/api/flows/{id}");
        await Client.PublishAsync(TriggerFlows.All(id));

        var trigger = (await Client.GetJsonAsync($"/api/triggers/{id}.nightly")).Json;
        Assert.Equal((true, 0), (Is(trigger, "fires"), trigger.GetProperty("started").GetInt32()));
    }

    private async Task<JsonElement[]> ItemsAsync(string path) =>
        [.. (await Client.GetJsonAsync(path)).Json.GetProperty("items").EnumerateArray()];

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString()!;

    private static bool Is(JsonElement json, string name) => json.GetProperty(name).GetBoolean();
}
