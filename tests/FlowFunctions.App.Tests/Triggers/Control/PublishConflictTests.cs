using System.Net;
using FlowFunctions.App.Tests.Apps;
using FlowFunctions.App.Triggers;
using FlowFunctions.App.Workspaces;
using FlowFunctions.Storage.Flows;
using Microsoft.Extensions.DependencyInjection;

namespace FlowFunctions.App.Tests.Triggers.Control;

[Collection(nameof(TriggerTests))]
public sealed class PublishConflictTests(AppFixture fixture)
{
    private readonly string _place = AppFixture.NewId("place");

    private HttpClient Client => fixture.Client;

    [Theory]
    [InlineData(
        """{"type":"webhook","path":"PLACE/{a}"}""",
        """{"type":"webhook","path":"PLACE/{b}"}""",
        "Trigger.PathTaken",
        "/triggers/t/path"
    )]
    [InlineData(
        """{"type":"webhook","path":"PLACE","method":"ANY"}""",
        """{"type":"webhook","path":"PLACE","method":["PUT"]}""",
        "Trigger.PathTaken",
        "/triggers/t/path"
    )]
    [InlineData(
        """{"type":"queue","queue":"PLACE"}""",
        """{"type":"queue","queue":"PLACE"}""",
        "Trigger.QueueTaken",
        "/triggers/t/queue"
    )]
    public async Task Publish_WhatAnotherFlowHas_IsRefused(string first, string second, string code, string pointer)
    {
        var holder = await Client.PublishAsync(Flow(AppFixture.NewId(), first));
        var id = AppFixture.NewId();

        var refused = await Client.AskAsync(HttpMethod.Put, $"/api/flows/{id}", Flow(id, second));
        var saved = await Client.AskAsync(HttpMethod.Put, $"/api/flows/{id}?publish=false", Flow(id, second));
        var published = await Client.PostJsonAsync($"/api/flows/{id}/publish", """{"version":1}""");

        Assert.Equal((HttpStatusCode.Conflict, code), (refused.Status, refused.Code));
        Assert.Contains($"'{holder}'", refused.Text("detail"), StringComparison.Ordinal);
        Assert.Equal(pointer, refused.Json.GetProperty("errors")[0].GetProperty("pointer").GetString());
        Assert.Equal(HttpStatusCode.Created, saved.Status);
        Assert.Equal((HttpStatusCode.Conflict, code), (published.Status, published.Code));
    }

    [Theory]
    [InlineData("""{"type":"webhook","path":"PLACE/{a}"}""", """{"type":"webhook","path":"PLACE/new"}""")]
    [InlineData(
        """{"type":"webhook","path":"PLACE","method":"POST"}""",
        """{"type":"webhook","path":"PLACE","method":["PUT"]}"""
    )]
    [InlineData("""{"type":"webhook","path":"PLACE","enabled":false}""", """{"type":"webhook","path":"PLACE"}""")]
    [InlineData("""{"type":"queue","queue":"PLACE"}""", """{"type":"queue","queue":"PLACE-2"}""")]
    [InlineData("""{"type":"schedule","every":"1h"}""", """{"type":"schedule","every":"1h"}""")]
    public async Task Publish_WhatNobodyHas_IsTaken(string first, string second)
    {
        await Client.PublishAsync(Flow(AppFixture.NewId(), first));

        await Client.PublishAsync(Flow(AppFixture.NewId(), second));
    }

    [Fact]
    public async Task Publish_TwiceTheSameInAFlow_IsRefused()
    {
        var id = AppFixture.NewId();
        var queue = $$"""{"type":"queue","queue":"{{_place}}"}""";
        var document = Flow(id, queue).Replace("\"t\":", $"\"s\":{queue},\"t\":", StringComparison.Ordinal);

        var refused = await Client.AskAsync(HttpMethod.Put, $"/api/flows/{id}", document);

        Assert.Equal((HttpStatusCode.Conflict, "Trigger.QueueTaken"), (refused.Status, refused.Code));
        Assert.Contains("'s' of this flow", refused.Text("detail"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rollback_ToWhatAnotherFlowHasNow_IsRefused()
    {
        var id = await Client.PublishAsync(Flow(AppFixture.NewId(), """{"type":"queue","queue":"PLACE"}"""));
        await SaveAsync(id, Flow(id, """{"type":"schedule","every":"1h"}"""));
        await Client.PublishAsync(Flow(AppFixture.NewId(), """{"type":"queue","queue":"PLACE"}"""));

        var refused = await Client.PostJsonAsync($"/api/flows/{id}/rollback", """{"version":1}""");

        Assert.Equal((HttpStatusCode.Conflict, "Trigger.QueueTaken"), (refused.Status, refused.Code));
    }

    [Fact]
    public async Task Publish_ByTwoProcessesAtOnce_IsShownAsAProblem()
    {
        var first = await Client.PublishAsync(Flow(AppFixture.NewId(), """{"type":"queue","queue":"PLACE"}"""));
        var second = await Client.PublishAsync(
            Flow(AppFixture.NewId(), """{"type":"queue","queue":"PLACE","enabled":false}""")
        );

        // As another process would that has not seen the first flow yet.
        await PublishUncheckedAsync(second, Flow(second, """{"type":"queue","queue":"PLACE"}"""));

        await Client.UntilAsync(
            $"/api/triggers/{second}.t",
            static answer => answer.Json.GetProperty("enabled").GetBoolean()
        );
        string?[] problems = [await ProblemOfAsync(first), await ProblemOfAsync(second)];
        Assert.Equal(["Trigger.QueueTaken"], problems.Where(static problem => problem is not null));
    }

    [Fact]
    public async Task Publish_AQueueThatCannotBeRead_IsRefused()
    {
        var id = AppFixture.NewId();

        var refused = await Client.AskAsync(
            HttpMethod.Put,
            $"/api/flows/{id}",
            Flow(id, """{"type":"queue","queue":"flow-runs"}""")
        );

        Assert.Equal((HttpStatusCode.BadRequest, "Flow.Invalid"), (refused.Status, refused.Code));
        Assert.Equal("/triggers/t/queue", refused.Json.GetProperty("errors")[0].GetProperty("pointer").GetString());
    }

    [Fact]
    public async Task Versions_PublishedAndRolledBack_AreSeenWholeByAnotherApp()
    {
        const int Versions = 6;
        await using var other = await fixture.StartAppAsync(fixture.NewFolder());
        var registry = other.Services.GetRequiredService<TriggerRegistry>();
        var id = AppFixture.NewId();
        await Client.PublishAsync(Numbered(id, 1));
        var publishing = PublishAsync(id, Versions);

        var seen = await WatchAsync(registry, id, Versions + 1);

        await publishing;
        Assert.All(seen, static versions => Assert.Single(versions.Distinct()));
    }

    private async Task<string?> ProblemOfAsync(string flow)
    {
        var trigger = (await Client.GetJsonAsync($"/api/triggers/{flow}.t")).Json;
        return trigger.TryGetProperty("problem", out var problem) ? problem.GetProperty("code").GetString() : null;
    }

    private async Task PublishAsync(string id, int versions)
    {
        for (var version = 2; version <= versions; version++)
        {
            await SaveAsync(id, Numbered(id, version));
        }

        await Client.PostJsonAsync($"/api/flows/{id}/rollback", """{"version":1}""");
    }

    private static async Task<List<int[]>> WatchAsync(TriggerRegistry registry, string flowId, int last)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var seen = new List<int[]>();
        var snapshot = registry.Current;
        while (seen.Count == 0 || seen[^1] is not [var version, ..] || version != last)
        {
            snapshot = await registry.WaitForChangeAsync(snapshot, limit.Token);
            seen.Add([.. snapshot.All.Where(one => one.Key.FlowId == flowId).Select(static one => one.Version)]);
        }

        Assert.Equal(3, seen[^1].Length);
        seen.RemoveAll(static versions => versions.Length == 0);
        return seen;
    }

    private async Task PublishUncheckedAsync(string id, string document)
    {
        var services = fixture.App.Services;
        var content = await services
            .GetRequiredService<App.Flows.Documents.FlowDocuments>()
            .ContentAsync(
                Workspace.Default,
                new App.Flows.Documents.FlowText(document, FlowFunctions.Flows.Text.TextFormat.Json),
                id,
                CancellationToken.None
            );
        var edit = new FlowEdit { IfMatch = Azure.ETag.All };
        await services.GetRequiredService<FlowStore>().SaveAsync(Workspace.Default, new FlowSave(content, edit, true));
        await services
            .GetRequiredService<TriggerRegistry>()
            .RefreshAsync(Workspace.Default, id, CancellationToken.None);
    }

    private async Task SaveAsync(string id, string document)
    {
        var answer = await Client.AskAsync(HttpMethod.Put, $"/api/flows/{id}", document, ("If-Match", "*"));
        Assert.Equal(HttpStatusCode.OK, answer.Status);
    }

    private string Flow(string id, string trigger) =>
        """{"id":"ID","triggers":{"t":TRIGGER},"steps":{"a":{"type":"transform","with":{"value":1}}}}"""
            .Replace("ID", id, StringComparison.Ordinal)
            .Replace("TRIGGER", trigger, StringComparison.Ordinal)
            .Replace("PLACE", _place, StringComparison.Ordinal);

    private static string Numbered(string id, int hours) =>
        """
            {"id":"ID","triggers":{
               "a":{"type":"schedule","every":"Nh"},"b":{"type":"schedule","every":"Nh"},"c":{"type":"schedule","every":"Nh"}},
             "steps":{"a":{"type":"transform","with":{"value":N}}}}
            """.Replace("ID", id, StringComparison.Ordinal).Replace("N", $"{hours}", StringComparison.Ordinal);
}
