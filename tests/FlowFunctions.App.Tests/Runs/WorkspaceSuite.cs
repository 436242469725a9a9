using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using FlowFunctions.App.Access;
using FlowFunctions.App.Tests.Apps;
using FlowFunctions.App.Tests.Triggers.Webhooks;

namespace FlowFunctions.App.Tests.Runs;

/// <summary>What is the same with every engine where there are several workspaces: none sees what happens in another.</summary>
public abstract class WorkspaceSuite : IAsyncLifetime
{
    /// <summary>A key of the settings, which is an admin's in every workspace.</summary>
    public const string Key = "a-key-for-every-workspace-of-the-tests";

    /// <summary>Whoever is at this machine is let in, and whoever has the key.</summary>
    internal static AccessSettings LocalWithKey { get; } =
        AccessSettings.Local with
        {
            KeyHash = SHA256.HashData(Encoding.UTF8.GetBytes(Key)),
        };

    private readonly List<HttpClient> _clients = [];
    private readonly string _one = AppFixture.NewId("one");
    private readonly string _two = AppFixture.NewId("two");

    /// <summary>The instance that carries runs out.</summary>
    protected abstract Uri Address { get; }

    /// <summary>Another instance, if there are several.</summary>
    protected abstract Uri Elsewhere { get; }

    /// <summary>The admin's key.</summary>
    protected virtual string Admin => Key;

    [Fact]
    public async Task Run_OfAWorkspace_IsThereAndNotInAnother()
    {
        var (one, two) = (Client(_one), Client(_two));
        var flow = await one.PublishAsync(TestFlows.Approval(AppFixture.NewId()));
        await two.PublishAsync(TestFlows.Approval(flow));
        var id = (await one.PostJsonAsync($"/api/flows/{flow}/runs", "{}")).Text("id");

        var asked = await one.UntilAsync("/api/approvals", static list => Items(list).Length > 0);
        Assert.Equal(id, Items(asked).Single().GetProperty("runId").GetString());
        var run = await one.UntilAsync(
            $"/api/runs/{id}",
            static run => run.Json.GetProperty("waitingFor").GetArrayLength() > 0
        );
        Assert.Equal("ask", run.Json.GetProperty("waitingFor")[0].GetProperty("step").GetString());

        Assert.Empty(Items(await two.GetJsonAsync("/api/approvals")));
        Assert.Empty(Items(await two.GetJsonAsync("/api/runs")));
        Assert.Equal(HttpStatusCode.NotFound, (await two.GetJsonAsync($"/api/runs/{id}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await two.PostJsonAsync($"/api/runs/{id}/cancel")).Status);

        await one.PostJsonAsync($"/api/runs/{id}/approvals/ask", """{"decision":"approve"}""");
        await one.UntilAsync($"/api/runs/{id}", static run => run.Text("status") == "Succeeded");
    }

    [Fact]
    public async Task Events_OfAWorkspace_AreToldThereOnly()
    {
        var (one, two) = (Client(_one), Client(_two));
        var flow = await one.PublishAsync(TestFlows.Waiting(AppFixture.NewId()));
        await two.PublishAsync(TestFlows.Waiting(flow));
        var (atOne, atTwo) = (Client(_one, Elsewhere), Client(_two, Elsewhere));
        var (ofOne, ofTwo) = (await PollAsync(atOne, ""), await PollAsync(atTwo, ""));

        var first = await StartUntilToldAsync(one, flow, PollAsync(atOne, After(ofOne)));
        var second = await StartUntilToldAsync(two, flow, PollAsync(atTwo, After(ofTwo)));

        Assert.All(first.Told, told => Assert.Contains(told, first.Started));
        Assert.All(second.Told, told => Assert.Contains(told, second.Started));
    }

    [Fact]
    public async Task Webhook_OfAWorkspace_StartsItsRunAndWaitsForItsAnswer()
    {
        var (one, two) = (Client(_one), Client(_two));
        var flow = await one.HookAsync(
            ",\"respond\":\"byStep\"",
            """
            "steps":{"answer":{"type":"respond","with":{"body":{"from":"one"}}},"wait":{"type":"waitForSignal","with":{"name":"go"}}},
            "edges":[{"from":"answer","to":"wait"}]
            """
        );
        await two.PublishAsync(TestFlows.Twice(flow));
        using var stranger = new HttpClient { BaseAddress = Address };

        var answer = await stranger.PostJsonAsync($"/hooks/{_one}/{flow}", "{}");

        Assert.Equal((HttpStatusCode.OK, "one"), (answer.Status, answer.Text("from")));
        Assert.Single(Items(await one.GetJsonAsync("/api/runs")));
        Assert.Empty(Items(await two.GetJsonAsync("/api/runs")));
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.PostJsonAsync($"/hooks/{_two}/{flow}", "{}")).Status);
    }

    [Fact]
    public async Task Schedules_OfWorkspacesWithTheSameFlow_HaveRunsOfTheirOwn()
    {
        var (one, two) = (Client(_one), Client(_two));
        var flow = AppFixture.NewId();
        var document = """
            {"id":"ID","triggers":{"tick":{"type":"schedule","every":"1h"}},
             "steps":{"a":{"type":"transform","with":{"value":1}}}}
            """.Replace("ID", flow, StringComparison.Ordinal);
        await one.PublishAsync(document);
        await two.PublishAsync(document);
        var to = DateTimeOffset.UtcNow.AddHours(-1);
        var window =
            $$"""{"from":"{{to.AddHours(-2).ToString("O", CultureInfo.InvariantCulture)}}","to":"{{to.ToString("O", CultureInfo.InvariantCulture)}}"}""";

        var started = await one.PostJsonAsync($"/api/schedules/{flow}.tick/backfill", window);
        Assert.Equal(2, started.Json.GetProperty("started").GetInt32());
        Assert.Empty(Items(await two.GetJsonAsync($"/api/runs?flow={flow}")));

        started = await two.PostJsonAsync($"/api/schedules/{flow}.tick/backfill", window);
        Assert.Equal(2, started.Json.GetProperty("started").GetInt32());
        Assert.Empty((await IdsAsync(one, flow)).Intersect(await IdsAsync(two, flow)));
    }

    public virtual Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync()
    {
        _clients.ForEach(static client => client.Dispose());
        return Task.CompletedTask;
    }

    /// <summary>Somebody who works in a workspace.</summary>
    protected HttpClient Client(string workspace, Uri? instance = null)
    {
        var client = new HttpClient { BaseAddress = instance ?? Address };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Admin);
        client.DefaultRequestHeaders.Add("X-Workspace", workspace);
        _clients.Add(client);
        return client;
    }

    protected static JsonElement[] Items(Answer list) => [.. list.Json.GetProperty("items").EnumerateArray()];

    private static async Task<string[]> IdsAsync(HttpClient client, string flow) =>
        [
            .. Items(await client.GetJsonAsync($"/api/runs?flow={flow}"))
                .Select(static run => run.GetProperty("id").GetString()!),
        ];

    private static string After(JsonElement events) => $"?wait=20s&after={events.GetProperty("last").GetString()}";

    private static async Task<JsonElement> PollAsync(HttpClient client, string query) =>
        (await client.AskAsync(HttpMethod.Get, $"/api/events{query}", headers: ("Accept", "application/json"))).Json;

    /// <summary>An instance that lists runs every two seconds takes what there is at first for known; so runs are started until one is told.</summary>
    private static async Task<(List<string> Started, List<string> Told)> StartUntilToldAsync(
        HttpClient client,
        string flow,
        Task<JsonElement> next
    )
    {
        List<string> started = [];
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!next.IsCompleted)
        {
            started.Add((await client.PostJsonAsync($"/api/flows/{flow}/runs", "{}")).Text("id"));
            await Task.WhenAny(next, Task.Delay(TimeSpan.FromMilliseconds(500), limit.Token));
            limit.Token.ThrowIfCancellationRequested();
        }

        foreach (var id in started)
        {
            await client.PostJsonAsync($"/api/runs/{id}/terminate");
        }

        var told = (await next)
            .GetProperty("items")
            .EnumerateArray()
            .Select(static item => item.GetProperty("data").GetProperty("id").GetString()!)
            .ToList();
        Assert.NotEmpty(told);
        return (started, told);
    }
}
