using System.Text.Json;
using FlowFunctions.App.Tests.Apps;

namespace FlowFunctions.App.Tests.Flows;

[Collection(nameof(AppTests))]
public sealed class VersionTests(AppFixture fixture)
{
    private HttpClient Client => fixture.Client;

    [Fact]
    public async Task Put_MissingFlow_CreatesIt()
    {
        var id = AppFixture.NewId();

        var created = await Client.PutReplyAsync($"/api/flows/{id}", SampleFlow.Text(id));
        var createdOnly = await Client.PutReplyAsync($"/api/flows/{id}", SampleFlow.Text(id), ("If-None-Match", "*"));

        Assert.Equal((201, $"/api/flows/{id}"), (created.Status, created.Location!.OriginalString));
        createdOnly.IsProblem(412, "Precondition.Failed");
    }

    [Fact]
    public async Task Put_ExistingFlow_NeedsItsETag()
    {
        var id = AppFixture.NewId();
        var first = await Client.CreateFlowAsync(id);

        var without = await Client.PutReplyAsync($"/api/flows/{id}", SampleFlow.Text(id, "2"));
        var second = await Client.PutReplyAsync(
            $"/api/flows/{id}?message=two&publish=true",
            SampleFlow.Text(id, "2"),
            ("If-Match", first)
        );
        var lost = await Client.PutReplyAsync($"/api/flows/{id}", SampleFlow.Text(id, "3"), ("If-Match", first));
        var forced = await Client.PutReplyAsync(
            $"/api/flows/{id}?publish=false",
            SampleFlow.Text(id, "3"),
            ("If-Match", "*")
        );
        var missing = await Client.PutReplyAsync($"/api/flows/{id}-x", SampleFlow.Text($"{id}-x"), ("If-Match", first));

        without.IsProblem(428, "Precondition.Required");
        Assert.Equal((200, 2, 2), (second.Status, Version(second), Published(second)));
        lost.IsProblem(412, "Precondition.Failed");
        Assert.Equal((200, 3, 2), (forced.Status, Version(forced), Published(forced)));
        missing.IsProblem(412, "Precondition.Failed");
        Assert.Contains("does not exist", missing.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Put_SameContentAgain_MakesNoNewVersion()
    {
        var id = AppFixture.NewId();
        var first = await Client.CreateFlowAsync(id, publish: true);

        var same = await Client.PutReplyAsync($"/api/flows/{id}", SampleFlow.Text(id), ("If-Match", first));
        var moved = await Client.PutReplyAsync($"/api/flows/{id}", SampleFlow.Text(id, x: 7), ("If-Match", first));

        Assert.Equal((200, 1, first), (same.Status, Version(same), same.ETag));
        Assert.Equal((200, 1), (moved.Status, Version(moved)));
        Assert.NotEqual(first, moved.ETag);
        Assert.Equal(
            7,
            moved.Body.GetProperty("document").GetProperty("layout").GetProperty("only").GetProperty("x").GetInt32()
        );
    }

    [Fact]
    public async Task Put_OtherId_Answers400() =>
        (await Client.PutReplyAsync($"/api/flows/{AppFixture.NewId()}", SampleFlow.Text("other"))).IsProblem(
            400,
            "Flow.IdMismatch"
        );

    [Fact]
    public async Task Put_TwoAtOnce_ExactlyOneWins()
    {
        var id = AppFixture.NewId();
        var etag = await Client.CreateFlowAsync(id);

        var replies = await Task.WhenAll(
            Enumerable
                .Range(1, 8)
                .Select(number =>
                    Client.PutReplyAsync($"/api/flows/{id}", SampleFlow.Text(id, $"v{number}"), ("If-Match", etag))
                )
        );

        Assert.Single(replies, static reply => reply.Status == 200);
        Assert.Equal(7, replies.Count(static reply => reply.Status == 412));
    }

    [Fact]
    public async Task Versions_OfAFlow_AreListedNewestFirst()
    {
        var id = AppFixture.NewId();
        await Client.CreateFlowAsync(id, publish: true);
        await Client.SaveFlowAsync(id, "2");
        await Client.SaveFlowAsync(id, "3");

        var first = await Client.GetReplyAsync($"/api/flows/{id}/versions?limit=2");
        var second = await Client.GetReplyAsync(
            $"/api/flows/{id}/versions?limit=2&continuation={first.Body.GetProperty("continuation").GetString()}"
        );

        Assert.Equal([(3, false), (2, false)], Versions(first));
        Assert.Equal([(1, true)], Versions(second));
        Assert.False(second.Body.TryGetProperty("continuation", out _));
    }

    [Fact]
    public async Task Version_OfAFlow_HasItsDocument()
    {
        var id = AppFixture.NewId();
        await Client.CreateFlowAsync(id);
        await Client.SaveFlowAsync(id, "2");

        var version = await Client.GetReplyAsync($"/api/flows/{id}/versions/1");

        Assert.Equal(200, version.Status);
        Assert.Equal(
            "1",
            version
                .Body.GetProperty("document")
                .GetProperty("steps")
                .GetProperty("only")
                .GetProperty("with")
                .GetProperty("value")
                .GetString()
        );
        (await Client.GetReplyAsync($"/api/flows/{id}/versions/3")).IsProblem(404, "Flow.VersionNotFound");
        (await Client.GetReplyAsync($"/api/flows/{id}/versions/0")).IsProblem(404, "Flow.VersionNotFound");
        (await Client.GetReplyAsync($"/api/flows/{id}/versions/-1")).IsProblem(404, "Flow.VersionNotFound");
        (await Client.GetReplyAsync($"/api/flows/{id}/versions/x")).IsProblem(404, "Route.NotFound");
        (await Client.GetReplyAsync("/api/flows/unknown/versions/1")).IsProblem(404, "Flow.NotFound");
        (await Client.GetReplyAsync("/api/flows/unknown/versions")).IsProblem(404, "Flow.NotFound");
        (await Client.GetReplyAsync($"/api/flows/{id}/versions?continuation=x")).IsProblem(400, "Request.Invalid");
    }

    [Fact]
    public async Task Diff_OfTwoVersions_NamesWhatChanged()
    {
        var id = AppFixture.NewId();
        await Client.CreateFlowAsync(id);
        await Client.SaveFlowAsync(id, "2");
        await Client.PutReplyAsync($"/api/flows/{id}/draft", SampleFlow.Text(id, "2", name: "Named", x: 5));

        var versions = await Client.GetReplyAsync($"/api/flows/{id}/diff?from=1&to=2");
        var newest = await Client.GetReplyAsync($"/api/flows/{id}/diff");
        var draft = await Client.GetReplyAsync($"/api/flows/{id}/diff?to=draft");

        var change = Assert.Single(versions.Body.GetProperty("changes").EnumerateArray());
        Assert.Equal(
            ("Changed", "Step", "only", "/steps/only"),
            (Text(change, "kind"), Text(change, "subject"), Text(change, "id"), Text(change, "pointer"))
        );
        var field = Assert.Single(change.GetProperty("fields").EnumerateArray());
        Assert.Equal(("1", "2"), (Text(field, "before"), Text(field, "after")));
        Assert.Equal(versions.Text, newest.Text);
        Assert.Equal(("2", "draft"), (Text(draft.Body, "from"), Text(draft.Body, "to")));
        Assert.Equal("Flow", Text(Assert.Single(draft.Body.GetProperty("changes").EnumerateArray()), "subject"));
        Assert.NotEmpty(draft.Body.GetProperty("cosmetic").EnumerateArray());
    }

    [Fact]
    public async Task Diff_OfWhatIsNotThere_IsAProblem()
    {
        var id = AppFixture.NewId();
        await Client.CreateFlowAsync(id);

        (await Client.GetReplyAsync($"/api/flows/{id}/diff?from=1&to=2")).IsProblem(404, "Flow.VersionNotFound");
        (await Client.GetReplyAsync($"/api/flows/{id}/diff?from=1&to=x")).IsProblem(400, "Request.Invalid");
        (await Client.GetReplyAsync($"/api/flows/{id}/diff?to=draft")).IsProblem(404, "Draft.NotFound");
        (await Client.GetReplyAsync("/api/flows/unknown/diff")).IsProblem(404, "Flow.NotFound");
    }

    [Theory]
    [InlineData("""{"steps":[],"edges":{},"layout":1,"input":"x","triggers":[],"id":{},"settings":{"timeout":{}}}""")]
    [InlineData("""{"steps":{"a":null,"b":{"type":7,"body":{"steps":1}}},"edges":[1,null,{"from":{}}]}""")]
    [InlineData("{}")]
    public async Task Diff_WithADraftThatIsNoFlow_Answers(string document)
    {
        var id = AppFixture.NewId();
        await Client.CreateFlowAsync(id);

        var draft = await Client.PutReplyAsync($"/api/flows/{id}/draft", document);
        var diff = await Client.GetReplyAsync($"/api/flows/{id}/diff?to=draft");

        Assert.Equal((201, 200), (draft.Status, diff.Status));
        Assert.NotEmpty(draft.Body.GetProperty("problems").EnumerateArray());
    }

    [Fact]
    public async Task Publish_AVersion_IsWhatRunsStartWith()
    {
        var id = AppFixture.NewId();
        var first = await Client.CreateFlowAsync(id);
        await Client.SaveFlowAsync(id, "2");

        var stale = await Client.PostReplyAsync($"/api/flows/{id}/publish", """{"version":1}""", ("If-Match", first));
        var published = await Client.PostReplyAsync($"/api/flows/{id}/publish", """{"version":1,"message":"Go."}""");

        stale.IsProblem(412, "Precondition.Failed");
        Assert.Equal((200, 2, 1), (published.Status, Version(published), Published(published)));
        Assert.Equal("Go.", Text(published.Body, "message"));
        Assert.NotNull(published.ETag);
        (await Client.PostReplyAsync($"/api/flows/{id}/publish", """{"version":9}""")).IsProblem(
            404,
            "Flow.VersionNotFound"
        );
        (await Client.PostReplyAsync("/api/flows/unknown/publish", """{"version":1}""")).IsProblem(
            404,
            "Flow.NotFound"
        );
    }

    [Theory]
    [InlineData("""{"version":"1"}""")]
    [InlineData("""{"version":1.5}""")]
    [InlineData("""{"version":99999999999}""")]
    [InlineData("""{"vesion":1}""")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{")]
    public async Task Publish_BadBody_Answers400(string body) =>
        (await Client.PostReplyAsync("/api/flows/any/publish", body)).IsProblem(400, "Request.Invalid");

    [Fact]
    public async Task Rollback_ToAnOldVersion_MakesANewOne()
    {
        var id = AppFixture.NewId();
        await Client.CreateFlowAsync(id, publish: true);
        var second = await Client.SaveFlowAsync(id, "2");

        var back = await Client.PostReplyAsync($"/api/flows/{id}/rollback", """{"version":1}""", ("If-Match", second));
        var stale = await Client.PostReplyAsync($"/api/flows/{id}/rollback", """{"version":2}""", ("If-Match", second));

        Assert.Equal((200, 3, 3), (back.Status, Version(back), Published(back)));
        Assert.Equal("Rollback to version 1.", Text(back.Body, "message"));
        stale.IsProblem(412, "Precondition.Failed");
        (await Client.PostReplyAsync($"/api/flows/{id}/rollback")).IsProblem(400, "Request.Invalid");
        (await Client.PostReplyAsync($"/api/flows/{id}/rollback", """{"version":7}""")).IsProblem(
            404,
            "Flow.VersionNotFound"
        );
        (await Client.PostReplyAsync("/api/flows/unknown/rollback", """{"version":7}""")).IsProblem(
            404,
            "Flow.NotFound"
        );
    }

    private static int Version(Reply reply) => reply.Body.GetProperty("version").GetInt32();

    private static int Published(Reply reply) => reply.Body.GetProperty("published").GetInt32();

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();

    private static List<(int, bool)> Versions(Reply list) =>
        [
            .. list
                .Body.GetProperty("items")
                .EnumerateArray()
                .Select(static version =>
                    (version.GetProperty("version").GetInt32(), version.GetProperty("published").GetBoolean())
                ),
        ];
}
