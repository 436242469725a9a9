using System.Net;
using System.Text.Json;
using FlowFunctions.App.Limits;
using FlowFunctions.App.Tests.Access;
using FlowFunctions.App.Tests.Apps;

namespace FlowFunctions.App.Tests.Limits;

[Collection(nameof(AppTests))]
public sealed class LimitApiTests(AppFixture fixture)
{
    private const string Limits = "/api/limits";
    private const string OpenRuns = $"{Limits}/openRuns";

    [Fact]
    public async Task List_OfAWorkspaceThatSaysNothing_HasTheDefaults()
    {
        var app = await fixture.Guarded;

        var answer = await app.Client(GuardedApp.Key, "untouched").GetJsonAsync(Limits);

        var limits = answer.Json.GetProperty("limits").EnumerateArray().ToArray();
        Assert.Equal(Limit.All.Select(static limit => limit.Name), limits.Select(static limit => Text(limit, "name")));
        Assert.Equal(
            Limit.All.Select(static limit => limit.Standard),
            limits.Select(static limit => Number(limit, "value"))
        );
        Assert.Equal(
            Limit.All.Select(static limit => limit.Standard),
            limits.Select(static limit => Number(limit, "default"))
        );
        Assert.All(limits, static limit => Assert.False(limit.TryGetProperty("setBy", out _)));
        Assert.Equal(
            ["openRuns", "storage", "scriptSeconds"],
            limits
                .Where(static limit => limit.TryGetProperty("used", out var used) && used.GetInt64() == 0)
                .Select(static limit => Text(limit, "name"))
        );
    }

    [Fact]
    public async Task Put_AndDelete_SetTheLimitOfOneWorkspaceAndGoBack()
    {
        var app = await fixture.Guarded;
        using var client = app.Client(app.Token(GuardedApp.Root), "set");
        using var other = app.Client(GuardedApp.Key, "set-not");

        var set = await client.AskAsync(HttpMethod.Put, OpenRuns, """{"value":5}""");
        var listed = await EntryAsync(client);
        var elsewhere = await EntryAsync(other);
        var gone = await client.AskAsync(HttpMethod.Delete, OpenRuns);

        Assert.Equal(HttpStatusCode.OK, set.Status);
        Assert.Equal((5, "main:root"), (Number(listed, "value"), Text(listed, "setBy")));
        Assert.Equal(set.Json.ToString(), listed.ToString());
        Assert.True(listed.TryGetProperty("setAt", out _));
        Assert.Equal(1_000, Number(elsewhere, "value"));
        Assert.Equal((HttpStatusCode.OK, 1_000), (gone.Status, Number(gone.Json, "value")));
        Assert.False(gone.Json.TryGetProperty("setBy", out _));
    }

    [Fact]
    public async Task Put_AndDelete_OnTheStateOfBefore_AreRefusedAndTheNewerValueStays()
    {
        var app = await fixture.Guarded;
        using var one = app.Client(GuardedApp.Key, "race");
        using var two = app.Client(GuardedApp.Key, "race");
        var seen = Text(await EntryAsync(one), "etag")!;

        var first = await PutAsync(one, 5, seen);
        var second = await PutAsync(two, 7, seen);
        var deleted = await two.AskAsync(HttpMethod.Delete, OpenRuns, headers: ("If-Match", seen));
        var again = await PutAsync(one, 5, seen);
        var newest = Text(await EntryAsync(two), "etag")!;
        var third = await PutAsync(two, 7, newest);

        Assert.Equal((HttpStatusCode.OK, newest), (first.Status, first.Response.Headers.ETag?.ToString()));
        Assert.Equal((HttpStatusCode.PreconditionFailed, "Precondition.Failed"), (second.Status, second.Code));
        Assert.Equal(HttpStatusCode.PreconditionFailed, deleted.Status);
        Assert.Equal((HttpStatusCode.OK, newest), (again.Status, Text(again.Json, "etag")));
        Assert.Equal((HttpStatusCode.OK, 7), (third.Status, Number(third.Json, "value")));
    }

    [Fact]
    public async Task Put_ByManyOnTheSameState_IsDoneForOne()
    {
        var app = await fixture.Guarded;
        using var client = app.Client(GuardedApp.Key, "many");
        var seen = Text(await EntryAsync(client), "etag")!;

        var answers = await Task.WhenAll(Enumerable.Range(2, 8).Select(value => PutAsync(client, value, seen)));

        var done = Assert.Single(answers, static answer => answer.Status == HttpStatusCode.OK);
        Assert.Equal(done.Json.ToString(), (await EntryAsync(client)).ToString());
    }

    [Theory]
    [InlineData("""{"value":0}""")]
    [InlineData("""{"value":1.5}""")]
    [InlineData("""{"value":"5"}""")]
    [InlineData("{}")]
    public async Task Put_WhatIsNoLimit_IsRefused(string body)
    {
        var app = await fixture.Guarded;

        var answer = await app.Client(GuardedApp.Key, "wrong").AskAsync(HttpMethod.Put, OpenRuns, body);

        Assert.Equal((HttpStatusCode.BadRequest, "Limit.Invalid"), (answer.Status, answer.Code));
        Assert.Equal("/value", Text(answer.Json.GetProperty("errors")[0], "pointer"));
    }

    [Fact]
    public async Task Put_MoreThanTheInstallationAllows_TakesWhoRunsIt()
    {
        var app = await fixture.Guarded;
        using var admin = app.Client(await app.NewKeyAsync("admin", "tenant"));
        using var root = app.Client(GuardedApp.Key, "tenant");

        var lower = await admin.AskAsync(HttpMethod.Put, OpenRuns, """{"value":10}""");
        var higher = await admin.AskAsync(HttpMethod.Put, OpenRuns, """{"value":1001}""");
        var raised = await root.AskAsync(HttpMethod.Put, OpenRuns, """{"value":1001}""");

        Assert.Equal(HttpStatusCode.OK, lower.Status);
        Assert.Equal((HttpStatusCode.BadRequest, "Limit.Invalid"), (higher.Status, higher.Code));
        Assert.Equal(HttpStatusCode.OK, raised.Status);
    }

    [Fact]
    public async Task Put_OfALimitThatThereIsNot_IsNotFound()
    {
        var app = await fixture.Guarded;

        var answer = await app.Client(GuardedApp.Key).AskAsync(HttpMethod.Put, $"{Limits}/patience", """{"value":1}""");

        Assert.Equal((HttpStatusCode.NotFound, "Limit.NotFound"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task Put_AtAnotherInstance_IsKnownWithinAQuarterOfAMinute()
    {
        var time = LimitedApp.StandingClock();
        await using var one = await LimitedApp.StartAsync(fixture, time);
        await using var two = await LimitedApp.StartAsync(fixture, time);
        using var here = one.Client(GuardedApp.Key, "instances");
        using var there = two.Client(GuardedApp.Key, "instances");
        var before = await EntryAsync(there);

        await here.AskAsync(HttpMethod.Put, OpenRuns, """{"value":5}""");
        time.MoveOn(TimeSpan.FromSeconds(15));
        var after = await EntryAsync(there);

        Assert.False(before.TryGetProperty("value", out _));
        Assert.Equal(5, Number(after, "value"));
    }

    private static Task<Answer> PutAsync(HttpClient client, int value, string ifMatch) =>
        client.AskAsync(HttpMethod.Put, OpenRuns, $$"""{"value":{{value}}}""", headers: ("If-Match", ifMatch));

    private static async Task<JsonElement> EntryAsync(HttpClient client) =>
        (await client.GetJsonAsync(Limits))
            .Json.GetProperty("limits")
            .EnumerateArray()
            .Single(static limit => Text(limit, "name") == "openRuns");

    private static string? Text(JsonElement limit, string name) => limit.GetProperty(name).GetString();

    private static long Number(JsonElement limit, string name) => limit.GetProperty(name).GetInt64();
}
