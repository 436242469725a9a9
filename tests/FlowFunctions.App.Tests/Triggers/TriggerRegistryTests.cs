using Azure;
using FlowFunctions.App.Hosting;
using FlowFunctions.App.Problems;
using FlowFunctions.App.Tests.Apps;
using FlowFunctions.App.Triggers;
using FlowFunctions.App.Workspaces;
using FlowFunctions.Engine.Payloads;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Flows.Triggers;
using FlowFunctions.Storage.Accounts;
using FlowFunctions.Storage.Flows;
using FlowFunctions.Storage.Tables;
using FlowFunctions.Storage.Triggers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace FlowFunctions.App.Tests.Triggers;

[Collection(nameof(TriggerTests))]
public sealed class TriggerRegistryTests(AppFixture fixture)
{
    private HttpClient Client => fixture.Client;

    private TriggerRegistry Registry => Of(fixture.App);

    [Fact]
    public async Task Publish_AndRollback_SwitchTriggersAtOnce()
    {
        var id = AppFixture.NewId();
        await Client.PublishAsync(Flow(id, "1h"));
        Assert.Equal((1, 1.0), Every(id));

        await Client.AskAsync(HttpMethod.Put, $"/api/flows/{id}", Flow(id, "2h"), ("If-Match", "*"));
        Assert.Equal((2, 2.0), Every(id));

        await Client.PostJsonAsync($"/api/flows/{id}/rollback", """{"version":1}""");
        Assert.Equal((3, 1.0), Every(id));
    }

    [Fact]
    public async Task Delete_AFlow_TakesItsTriggersAway()
    {
        var id = await Client.PublishAsync(Flow(AppFixture.NewId(), "1h"));
        Assert.NotNull(Find(Registry, id));

        await Client.DeleteReplyAsync($"/api/flows/{id}");

        Assert.Null(Find(Registry, id));
    }

    [Fact]
    public async Task Save_WithoutPublishing_ChangesNoTrigger()
    {
        var id = AppFixture.NewId();

        await Client.AskAsync(HttpMethod.Put, $"/api/flows/{id}?publish=false", Flow(id, "1h"));

        Assert.Null(Find(Registry, id));
    }

    [Fact]
    public async Task AnotherApp_OnTheSameStorage_SeesTheChange()
    {
        await using var other = await fixture.StartAppAsync(fixture.NewFolder());
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));

        var id = await Client.PublishAsync(Flow(AppFixture.NewId(), "1h"));

        var known = Of(other).Current;
        while (Find(Of(other), id) is null)
        {
            known = await Of(other).WaitForChangeAsync(known, limit.Token);
        }
    }

    [Fact]
    public async Task Pause_OutlivesANewVersion()
    {
        var id = await Client.PublishAsync(Flow(AppFixture.NewId(), "1h"));
        var pause = new TriggerPause(id, "t", DateTimeOffset.UnixEpoch, null, null);
        await fixture.App.Services.GetRequiredService<PauseStore>().PauseAsync(Workspace.Default, pause);

        await Client.AskAsync(HttpMethod.Put, $"/api/flows/{id}", Flow(id, "2h"), ("If-Match", "*"));

        Assert.True(Find(Registry, id)!.IsPaused);
        Assert.False(Find(Registry, id)!.Fires);
    }

    [Fact]
    public async Task Start_TheSameRunAgain_StartsNothing()
    {
        var id = await Client.PublishAsync(Flow(AppFixture.NewId(), "1h"));
        var starter = fixture.App.Services.GetRequiredService<TriggerStarter>();
        var trigger = Find(Registry, id)!;
        var run = new TriggeredRun(
            trigger,
            RunIds.Derived(DateTimeOffset.UtcNow, trigger.Key.SeedOf("once")),
            Payload.Parse("""{"type":"schedule","id":"t","n":21}""")
        );

        Assert.True(await starter.StartAsync(run, CancellationToken.None));
        Assert.False(await starter.StartAsync(run with { MayHaveBegun = true }, CancellationToken.None));

        var ended = await Client.UntilAsync(
            $"/api/runs/{run.RunId}",
            static answer => answer.Text("status") == "Succeeded"
        );
        Assert.Equal(42, ended.Json.GetProperty("output").GetInt32());
        Assert.Equal("schedule", ended.Text("trigger"));
    }

    [Fact]
    public async Task Start_ByATriggerOfAFlowThatWasReplaced_IsRefused()
    {
        var id = await Client.PublishAsync(Flow(AppFixture.NewId(), "1h"));
        var old = Find(Registry, id)!;
        await Client.DeleteReplyAsync($"/api/flows/{id}");
        await Client.PublishAsync(Flow(id, "1h"));
        var run = new TriggeredRun(old, RunIds.Derived(DateTimeOffset.UtcNow, id), Payload.Parse("""{"n":1}"""));

        var refused = await Assert.ThrowsAsync<ProblemException>(async () =>
            await fixture.App.Services.GetRequiredService<TriggerStarter>().StartAsync(run, CancellationToken.None)
        );

        Assert.Equal(TriggerStarter.GoneCode, refused.Problem.Code);
    }

    [Fact]
    public async Task Flow_WhoseTriggersCannotBeRead_HoldsUpNoOther()
    {
        var (good, bad) = (AppFixture.NewId(), AppFixture.NewId());
        await Client.PublishAsync(Flow(good, "1h"));
        await Client.PublishAsync(Flow(bad, "1h"));
        var services = fixture.App.Services;
        var table = services.GetRequiredService<StorageAccount>().Tables.GetTableClient("flows");
        var row = (await table.GetEntityAsync(Workspace.Default, $"flow~{bad}")).Value;
        row["PublishedTriggers"] = """{"t":{"type":"schedule","every":"1h","input":"{{ ( }}"}}""";
        await table.UpdateEntityAsync(row, ETag.All, TableUpdateMode.Replace);
        var loading = new TriggerLoading(
            services.GetRequiredService<FlowStore>(),
            services.GetRequiredService<PauseStore>(),
            NullLogger<TriggerLoading>.Instance
        );

        await loading.LoadAsync(Workspace.Default, CancellationToken.None);

        var flows = loading.All.Select(static trigger => trigger.Key.FlowId).ToList();
        Assert.Contains(good, flows);
        Assert.DoesNotContain(bad, flows);
        await Client.DeleteReplyAsync($"/api/flows/{bad}");
    }

    [Fact]
    public void Key_RoundTripsAndIsUnambiguous()
    {
        var key = new TriggerKey("w", "order-intake", "nightly.2");

        Assert.Equal("order-intake.nightly.2", key.Id);
        Assert.Equal(key, TriggerKey.Parse("w", key.Id));
        Assert.Null(TriggerKey.Parse("w", "order-intake"));
        Assert.Null(TriggerKey.Parse("w", ".x"));
        Assert.Null(TriggerKey.Parse("w", "x."));
        Assert.NotEqual(new TriggerKey("a", "b", "c").SeedOf("d/e"), new TriggerKey("a", "b", "c/d").SeedOf("e"));
    }

    private static TriggerRegistry Of(FlowApp app) => app.Services.GetRequiredService<TriggerRegistry>();

    private static ActiveTrigger? Find(TriggerRegistry registry, string flowId) =>
        registry.Current.Find(new TriggerKey(Workspace.Default, flowId, "t"));

    private (int Version, double Hours) Every(string flowId)
    {
        var trigger = Find(Registry, flowId)!;
        return (trigger.Version, ((ScheduleTrigger)trigger.Definition).Every!.Value.TotalHours);
    }

    private static string Flow(string id, string every) =>
        """
            {"id":"ID","triggers":{"t":{"type":"schedule","every":"EVERY","input":{"n":"{{ trigger.n }}"}}},
             "steps":{"a":{"type":"transform","with":{"value":"{{ input.n * 2 }}"}}}}
            """.Replace("ID", id, StringComparison.Ordinal).Replace("EVERY", every, StringComparison.Ordinal);
}
