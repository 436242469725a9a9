using FlowFunctions.App.Tests.Apps;

namespace FlowFunctions.App.Tests.Flows;

[Collection(nameof(AppTests))]
public sealed class DraftTests(AppFixture fixture)
{
    private HttpClient Client => fixture.Client;

    [Fact]
    public async Task Put_HalfAFlow_IsKeptWithItsProblems()
    {
        var id = AppFixture.NewId();
        await Client.CreateFlowAsync(id);

        var saved = await Client.PutReplyAsync($"/api/flows/{id}/draft", """{"id":"half","steps":{}}""");
        var read = await Client.GetReplyAsync($"/api/flows/{id}/draft");

        Assert.Equal(201, saved.Status);
        Assert.NotEmpty(saved.Body.GetProperty("problems").EnumerateArray());
        Assert.Equal((200, saved.ETag), (read.Status, read.ETag));
        Assert.Equal(1, read.Body.GetProperty("baseVersion").GetInt32());
        Assert.Equal("half", read.Body.GetProperty("document").GetProperty("id").GetString());
    }

    [Fact]
    public async Task Put_ExistingDraft_NeedsItsETag()
    {
        var id = AppFixture.NewId();
        var first = (await Client.PutReplyAsync($"/api/flows/{id}/draft", """{"n":1}""")).ETag!;

        var without = await Client.PutReplyAsync($"/api/flows/{id}/draft", """{"n":2}""");
        var createOnly = await Client.PutReplyAsync($"/api/flows/{id}/draft", """{"n":2}""", ("If-None-Match", "*"));
        var second = await Client.PutReplyAsync(
            $"/api/flows/{id}/draft?baseVersion=4",
            """{"n":2}""",
            ("If-Match", first)
        );
        var lost = await Client.PutReplyAsync($"/api/flows/{id}/draft", """{"n":3}""", ("If-Match", first));
        var forced = await Client.PutReplyAsync($"/api/flows/{id}/draft", """{"n":4}""", ("If-Match", "*"));

        without.IsProblem(428, "Precondition.Required");
        createOnly.IsProblem(412, "Precondition.Failed");
        Assert.Equal((200, 4), (second.Status, second.Body.GetProperty("baseVersion").GetInt32()));
        lost.IsProblem(412, "Precondition.Failed");
        Assert.Equal((200, 4), (forced.Status, forced.Body.GetProperty("baseVersion").GetInt32()));
    }

    [Fact]
    public async Task Put_Yaml_IsKeptAsJson()
    {
        var id = AppFixture.NewId();

        var saved = await Client.SendReplyAsync(
            HttpMethod.Put,
            $"/api/flows/{id}/draft",
            "id: a\n"u8.ToArray(),
            "application/yaml"
        );

        Assert.Equal(201, saved.Status);
        Assert.Contains(
            "\"document\":{\"id\":\"a\"}",
            (await Client.GetReplyAsync($"/api/flows/{id}/draft")).Text,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("7")]
    [InlineData("{")]
    [InlineData("")]
    [InlineData("""{"a":1,"a":2}""")]
    [InlineData("""{"a":"\ud800"}""")]
    public async Task Put_WhatIsNoObject_Answers400(string body) =>
        (await Client.PutReplyAsync($"/api/flows/{AppFixture.NewId()}/draft", body)).IsProblem(400, "Request.Invalid");

    [Fact]
    public async Task Put_BadRequests_AreProblems()
    {
        (await Client.PutReplyAsync("/api/flows/Not%20a%20slug/draft", "{}")).IsProblem(400, "Request.Invalid");
        (await Client.PutReplyAsync($"/api/flows/a/draft?baseVersion=x", "{}")).IsProblem(400, "Request.Invalid");
        (await Client.PutReplyAsync("/api/flows/a/draft", $$"""{"a":"{{new string('x', 1 << 20)}}"}""")).IsProblem(
            413,
            "Request.TooLarge"
        );
        (await Client.SendReplyAsync(HttpMethod.Put, "/api/flows/a/draft", "{}"u8.ToArray(), "text/plain")).IsProblem(
            415,
            "Request.MediaType"
        );
    }

    [Fact]
    public async Task Delete_Draft_IsGone()
    {
        var id = AppFixture.NewId();
        await Client.PutReplyAsync($"/api/flows/{id}/draft", "{}");

        (await Client.DeleteReplyAsync($"/api/flows/{id}/draft", ("If-Match", "\"other\""))).IsProblem(
            412,
            "Precondition.Failed"
        );
        Assert.Equal(204, (await Client.DeleteReplyAsync($"/api/flows/{id}/draft")).Status);
        (await Client.DeleteReplyAsync($"/api/flows/{id}/draft")).IsProblem(404, "Draft.NotFound");
        Assert.Equal(204, (await Client.GetReplyAsync($"/api/flows/{id}/draft")).Status);
    }

    [Fact]
    public async Task Publish_Draft_BecomesAVersionAndIsGone()
    {
        var id = AppFixture.NewId();
        await Client.PutReplyAsync($"/api/flows/{id}/draft", SampleFlow.Text(id, "drafted"));

        var published = await Client.PostReplyAsync($"/api/flows/{id}/publish", """{"message":"Ready."}""");

        Assert.Equal(201, published.Status);
        Assert.Equal(
            (1, 1, "Ready."),
            (
                published.Body.GetProperty("version").GetInt32(),
                published.Body.GetProperty("published").GetInt32(),
                published.Body.GetProperty("message").GetString()
            )
        );
        Assert.Equal(204, (await Client.GetReplyAsync($"/api/flows/{id}/draft")).Status);
        (await Client.PostReplyAsync($"/api/flows/{id}/publish")).IsProblem(404, "Draft.NotFound");
    }

    [Fact]
    public async Task Publish_InvalidDraft_Answers400AndKeepsIt()
    {
        var id = AppFixture.NewId();
        await Client.PutReplyAsync($"/api/flows/{id}/draft", """{"id":"other"}""");
        var other = AppFixture.NewId();
        await Client.PutReplyAsync($"/api/flows/{other}/draft", SampleFlow.Text("not-me"));

        (await Client.PostReplyAsync($"/api/flows/{id}/publish")).IsProblem(400, "Flow.Invalid");
        (await Client.PostReplyAsync($"/api/flows/{other}/publish")).IsProblem(400, "Flow.IdMismatch");
        Assert.Equal(200, (await Client.GetReplyAsync($"/api/flows/{id}/draft")).Status);
    }

    [Fact]
    public async Task Publish_OutdatedDraft_Answers409UnlessForced()
    {
        var id = AppFixture.NewId();
        await Client.CreateFlowAsync(id);
        await Client.PutReplyAsync($"/api/flows/{id}/draft", SampleFlow.Text(id, "drafted"));
        await Client.SaveFlowAsync(id, "by somebody else");

        var refused = await Client.PostReplyAsync($"/api/flows/{id}/publish");
        var forced = await Client.PostReplyAsync($"/api/flows/{id}/publish", null, ("If-Match", "*"));

        refused.IsProblem(409, "Draft.Outdated");
        Assert.Contains("?baseVersion=2", refused.Detail, StringComparison.Ordinal);
        Assert.Equal((200, 3), (forced.Status, forced.Body.GetProperty("version").GetInt32()));
        Assert.Contains("drafted", forced.Text, StringComparison.Ordinal);
    }
}
