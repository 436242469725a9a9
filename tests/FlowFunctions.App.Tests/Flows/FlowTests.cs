using System.Text;
using FlowFunctions.App.Tests.Apps;

namespace FlowFunctions.App.Tests.Flows;

[Collection(nameof(AppTests))]
public sealed class FlowTests(AppFixture fixture)
{
    private HttpClient Client => fixture.Client;

    [Fact]
    public async Task Post_NewFlow_Answers201WithWhereItIs()
    {
        var id = AppFixture.NewId();

        var reply = await Client.PostReplyAsync(
            "/api/flows?message=First%20try&publish=true",
            SampleFlow.Text(id, name: "Bestellung ä")
        );

        Assert.Equal((201, $"/api/flows/{id}"), (reply.Status, reply.Location!.OriginalString));
        var flow = reply.Body;
        Assert.Equal(reply.ETag, flow.GetProperty("etag").GetString());
        Assert.Equal(
            (id, "Bestellung ä", 1, 1, "First try"),
            (
                flow.GetProperty("id").GetString(),
                flow.GetProperty("name").GetString(),
                flow.GetProperty("version").GetInt32(),
                flow.GetProperty("published").GetInt32(),
                flow.GetProperty("message").GetString()
            )
        );
        Assert.Equal(64, flow.GetProperty("planHash").GetString()!.Length);
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$", flow.GetProperty("updatedAt").GetString());
        Assert.Equal(id, flow.GetProperty("document").GetProperty("id").GetString());
        var read = await Client.GetReplyAsync($"/api/flows/{id}");
        Assert.Equal((200, reply.ETag, reply.Text), (read.Status, read.ETag, read.Text));
    }

    [Fact]
    public async Task Post_Yaml_IsStoredAsJson()
    {
        var id = AppFixture.NewId();
        const string yaml = """
            # a comment
            id: ID
            steps:
              only: { type: transform, with: { value: "{{ input.n }}" } }
            """;

        var reply = await Client.SendReplyAsync(
            HttpMethod.Post,
            "/api/flows?publish=false",
            Encoding.UTF8.GetBytes(yaml.Replace("ID", id, StringComparison.Ordinal)),
            "application/yaml; charset=utf-8"
        );

        Assert.Equal(201, reply.Status);
        Assert.Equal(
            "{{ input.n }}",
            reply
                .Body.GetProperty("document")
                .GetProperty("steps")
                .GetProperty("only")
                .GetProperty("with")
                .GetProperty("value")
                .GetString()
        );
        Assert.False(reply.Body.TryGetProperty("published", out _));
    }

    [Fact]
    public async Task Post_ExistingFlow_Answers409()
    {
        var id = AppFixture.NewId();
        await Client.CreateFlowAsync(id);

        (await Client.PostReplyAsync("/api/flows", SampleFlow.Text(id))).IsProblem(409, "Flow.Exists");
    }

    [Fact]
    public async Task Post_InvalidFlow_Answers400WithPointersAndHints()
    {
        var reply = await Client.PostReplyAsync(
            "/api/flows",
            """{"id":"x","steps":{"a":{"type":"nope"},"b":{"type":"transform","with":{"value":"{{ steps.zz.output }}"}}}}"""
        );

        reply.IsProblem(400, "Flow.Invalid");
        var errors = reply.Body.GetProperty("errors").EnumerateArray().ToList();
        Assert.Contains("/steps/a/type", errors.Select(static error => error.GetProperty("pointer").GetString()));
        Assert.Contains("/steps/b/with/value", errors.Select(static error => error.GetProperty("pointer").GetString()));
        Assert.All(errors, static error => Assert.NotEmpty(error.GetProperty("hint").GetString()!));
    }

    [Theory]
    [InlineData("")]
    [InlineData("not a flow: [")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("""{"id":"Not A Slug","steps":{"a":{"type":"transform","with":{"value":1}}}}""")]
    [InlineData("""{"id":"twice","id":"twice","steps":{"a":{"type":"transform","with":{"value":1}}}}""")]
    public async Task Post_WhatIsNoFlow_Answers400(string body) =>
        (await Client.PostReplyAsync("/api/flows", body)).IsProblem(400, "Flow.Invalid");

    [Theory]
    [InlineData("\"\\ud800\"")]
    [InlineData("{\"\\udc00\":1}")]
    public async Task Post_HalfACharacter_Answers400(string value)
    {
        var flow = """{"id":"half","steps":{"a":{"type":"transform","with":{"value":V}}}}""";

        var reply = await Client.PostReplyAsync("/api/flows", flow.Replace("V", value, StringComparison.Ordinal));

        reply.IsProblem(400, "Flow.Invalid");
    }

    [Theory]
    [InlineData("id: half\nname: \"\\ud800\"\nsteps: {}\n")]
    [InlineData("id: half\n\"\\udc00\": 1\n")]
    [InlineData("id: half\nname: \"\\U0000d800\"\nsteps: { a: { type: transform, with: { value: 1 } } }\n")]
    public async Task Post_HalfACharacterInYaml_Answers400(string yaml)
    {
        var body = Encoding.UTF8.GetBytes(yaml);

        var flow = await Client.SendReplyAsync(HttpMethod.Post, "/api/flows", body, "application/yaml");
        var draft = await Client.SendReplyAsync(HttpMethod.Put, "/api/flows/half/draft", body, "application/yaml");

        flow.IsProblem(400, "Flow.Invalid");
        draft.IsProblem(400, "Request.Invalid");
    }

    [Fact]
    public async Task Post_NoUtf8_Answers400()
    {
        var reply = await Client.SendReplyAsync(HttpMethod.Post, "/api/flows", [0xff, 0xfe, 0x7b], "application/json");

        reply.IsProblem(400, "Request.Invalid");
    }

    [Fact]
    public async Task Post_Over1MB_Answers413()
    {
        var reply = await Client.PostReplyAsync("/api/flows", SampleFlow.Text("big", new string('x', 1 << 20)));

        reply.IsProblem(413, "Request.TooLarge");
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/zip")]
    public async Task Post_OtherMediaType_Answers415(string mediaType)
    {
        var reply = await Client.SendReplyAsync(HttpMethod.Post, "/api/flows", "{}"u8.ToArray(), mediaType);

        reply.IsProblem(415, "Request.MediaType");
        Assert.Contains("application/yaml", reply.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_DeepDocument_IsSavedAndRead()
    {
        var id = AppFixture.NewId();
        var nested = string.Concat(Enumerable.Repeat("[", 80)) + string.Concat(Enumerable.Repeat("]", 80));
        var flow = SampleFlow.Text(id, "V").Replace("\"V\"", nested, StringComparison.Ordinal);

        var saved = await Client.PostReplyAsync("/api/flows", flow);
        await Client.SaveFlowAsync(id, "other");

        Assert.Equal(201, saved.Status);
        Assert.Contains(
            nested,
            (await Client.GetReplyAsync($"/api/flows/{id}/versions/1")).Text,
            StringComparison.Ordinal
        );
        Assert.Equal(200, (await Client.GetReplyAsync($"/api/flows/{id}/diff")).Status);
    }

    [Fact]
    public async Task Post_MessageTooLong_Answers400() =>
        (
            await Client.PostReplyAsync(
                $"/api/flows?message={new string('m', 1001)}",
                SampleFlow.Text(AppFixture.NewId())
            )
        ).IsProblem(400, "Request.Invalid");

    [Fact]
    public async Task Get_UnknownFlow_Answers404()
    {
        (await Client.GetReplyAsync("/api/flows/unknown")).IsProblem(404, "Flow.NotFound");
        (await Client.GetReplyAsync("/api/flows/No%2FSlug%3F%0A")).IsProblem(404, "Flow.NotFound");
    }

    [Fact]
    public async Task Get_WithTheETagOfTheFlow_Answers304()
    {
        var id = AppFixture.NewId();
        var etag = await Client.CreateFlowAsync(id);

        var same = await Client.GetReplyAsync($"/api/flows/{id}", ("If-None-Match", etag));
        var other = await Client.GetReplyAsync($"/api/flows/{id}", ("If-None-Match", "\"other\""));

        Assert.Equal((304, 0, 200), (same.Status, same.Content.Length, other.Status));
    }

    [Fact]
    public async Task List_ByNameAndPage_FindsFlowsWithoutDocuments()
    {
        var part = AppFixture.NewId("listed");
        foreach (var number in Enumerable.Range(1, 3))
        {
            await Client.CreateFlowAsync($"{part}-{number}");
        }

        var first = await Client.GetReplyAsync($"/api/flows?q={part.ToUpperInvariant()}&limit=2");
        var continuation = first.Body.GetProperty("continuation").GetString();
        var second = await Client.GetReplyAsync($"/api/flows?q={part}&limit=2&continuation={continuation}");

        Assert.Equal([$"{part}-1", $"{part}-2"], Ids(first));
        Assert.Equal([$"{part}-3"], Ids(second));
        Assert.False(second.Body.TryGetProperty("continuation", out _));
        Assert.False(first.Body.GetProperty("items")[0].TryGetProperty("document", out _));
        Assert.Empty(Ids(await Client.GetReplyAsync("/api/flows?q=%27%20or%20true")));
    }

    [Theory]
    [InlineData("limit=0")]
    [InlineData("limit=201")]
    [InlineData("limit=x")]
    [InlineData("continuation=No%20slug")]
    public async Task List_BadParameter_Answers400(string query) =>
        (await Client.GetReplyAsync($"/api/flows?{query}")).IsProblem(400, "Request.Invalid");

    [Fact]
    public async Task Delete_Flow_IsGoneWithItsDraft()
    {
        var id = AppFixture.NewId();
        var etag = await Client.CreateFlowAsync(id, publish: true);
        await Client.PutReplyAsync($"/api/flows/{id}/draft", "{}");

        var stale = await Client.DeleteReplyAsync($"/api/flows/{id}", ("If-Match", "\"other\""));
        var deleted = await Client.DeleteReplyAsync($"/api/flows/{id}", ("If-Match", etag));

        stale.IsProblem(412, "Precondition.Failed");
        Assert.Equal((204, 0), (deleted.Status, deleted.Content.Length));
        (await Client.GetReplyAsync($"/api/flows/{id}")).IsProblem(404, "Flow.NotFound");
        Assert.Equal(204, (await Client.GetReplyAsync($"/api/flows/{id}/draft")).Status);
        (await Client.DeleteReplyAsync($"/api/flows/{id}")).IsProblem(404, "Flow.NotFound");
        (await Client.PostReplyAsync($"/api/flows/{id}/runs", "{}")).IsProblem(404, "Flow.NotFound");
    }

    [Fact]
    public async Task Run_OfAFlowThatIsNotPublished_Answers409UnlessTheVersionIsNamed()
    {
        var id = AppFixture.NewId();
        await Client.CreateFlowAsync(id);

        (await Client.PostReplyAsync($"/api/flows/{id}/runs")).IsProblem(409, "Flow.NotPublished");
        Assert.Equal(200, (await Client.PostReplyAsync($"/api/flows/{id}/runs?version=1&wait=30s")).Status);
        await Client.PostReplyAsync($"/api/flows/{id}/publish", """{"version":1}""");
        Assert.Equal(200, (await Client.PostReplyAsync($"/api/flows/{id}/runs?wait=30s")).Status);
    }

    [Fact]
    public async Task Delete_FlowWithAnOpenRun_Answers409UntilItEnds()
    {
        var id = AppFixture.NewId();
        Assert.Equal(201, (await Client.PostReplyAsync("/api/flows", TestFlows.Waiting(id))).Status);
        var started = await Client.PostReplyAsync($"/api/flows/{id}/runs", "{}");
        Assert.Equal(202, started.Status);
        var run = started.Body.GetProperty("id").GetString();

        (await Client.DeleteReplyAsync($"/api/flows/{id}")).IsProblem(409, "Flow.HasOpenRuns");

        await Client.PostReplyAsync($"/api/runs/{run}/terminate");
        Reply deleted;
        do
        {
            deleted = await Client.DeleteReplyAsync($"/api/flows/{id}");
        } while (deleted.Status == 409);

        Assert.Equal(204, deleted.Status);
    }

    [Fact]
    public async Task Validate_FlowWithWarningsAndErrors_TellsPlaces()
    {
        var valid = await Client.PostReplyAsync("/api/flows/validate", SampleFlow.Text("some"));
        var invalid = await Client.SendReplyAsync(
            HttpMethod.Post,
            "/api/flows/validate",
            "id: some\nsteps:\n  a: { type: nope }\n"u8.ToArray(),
            "application/yaml"
        );

        Assert.Equal(200, valid.Status);
        Assert.True(valid.Body.GetProperty("valid").GetBoolean());
        Assert.Equal(64, valid.Body.GetProperty("planHash").GetString()!.Length);
        Assert.Equal(200, invalid.Status);
        Assert.False(invalid.Body.GetProperty("valid").GetBoolean());
        Assert.False(invalid.Body.TryGetProperty("planHash", out _));
        var problem = invalid.Body.GetProperty("problems")[0];
        Assert.Equal(
            ("error", "/steps/a/type", 3, 14),
            (
                problem.GetProperty("severity").GetString(),
                problem.GetProperty("pointer").GetString(),
                problem.GetProperty("line").GetInt32(),
                problem.GetProperty("column").GetInt32()
            )
        );
        Assert.NotEmpty(problem.GetProperty("message").GetString()!);
    }

    [Fact]
    public async Task Validate_Hints_AreTextWithoutLinks()
    {
        var reply = await Client.PostReplyAsync("/api/flows/validate", """{"id":"x","steps":{}}""");

        var hint = reply.Body.GetProperty("problems")[0].GetProperty("hint").GetString();
        Assert.Equal("Correct the property that the message names; see the format.", hint);
    }

    [Fact]
    public async Task Routes_InTheDescription_HaveBodiesAnswersAndProblems()
    {
        var reply = await Client.GetReplyAsync("/api/openapi.json");

        Assert.Equal(200, reply.Status);
        var paths = reply.Body.GetProperty("paths");
        var put = paths.GetProperty("/api/flows/{id}").GetProperty("put");
        Assert.Equal(
            ["200", "201", "400", "412", "413", "415", "428"],
            put.GetProperty("responses").EnumerateObject().Select(static answer => answer.Name).Order()
        );
        Assert.Equal(
            ["application/json", "application/yaml"],
            put.GetProperty("requestBody").GetProperty("content").EnumerateObject().Select(static type => type.Name)
        );
        Assert.All(
            paths
                .EnumerateObject()
                .Where(static path => path.Name.StartsWith("/api/flows", StringComparison.Ordinal))
                .SelectMany(static path => path.Value.EnumerateObject()),
            static operation => Assert.NotEmpty(operation.Value.GetProperty("summary").GetString()!)
        );
        var parameters = paths
            .EnumerateObject()
            .SelectMany(static path => path.Value.EnumerateObject())
            .SelectMany(static operation =>
                operation.Value.TryGetProperty("parameters", out var list) ? list.EnumerateArray() : default
            )
            .Select(static parameter => parameter.GetProperty("name").GetString()!)
            .ToList();
        Assert.Contains("attempt", parameters);
        Assert.DoesNotContain(parameters, static name => char.IsUpper(name[0]));
        var logs = paths.GetProperty("/api/runs/{id}/logs").GetProperty("get").GetProperty("responses");
        Assert.True(logs.TryGetProperty("404", out _) && logs.TryGetProperty("406", out _));
        var kinds = reply.Body.GetProperty("components").GetProperty("schemas").GetProperty("ChangeKind");
        Assert.Equal("Added", kinds.GetProperty("enum")[0].GetString());
    }

    private static List<string?> Ids(Reply list) =>
        [.. list.Body.GetProperty("items").EnumerateArray().Select(static flow => flow.GetProperty("id").GetString())];
}
