using System.Text.Json;
using FlowFunctions.Storage.Accounts;
using FlowFunctions.Storage.Flows;
using FlowFunctions.Storage.Tests.Local;
using FlowFunctions.Storage.Triggers;

namespace FlowFunctions.Storage.Tests.Flows;

[Collection(nameof(StorageTests))]
public sealed class FlowTriggerTests(AzuriteFixture fixture)
{
    private const string Workspace = Sample.Workspace;
    private const string Hourly = """{"t":{"every":"1h","type":"schedule"}}""";
    private const string Daily = """{"t":{"every":"1d","type":"schedule"}}""";

    [Fact]
    public async Task Triggers_OfThePublishedVersion_ChangeWithPublishAndRollback()
    {
        var flows = (await FlowStorage.CreateAsync(fixture)).Flows;
        var first = await flows.CreateAsync(Flow(Hourly), publish: true);
        var second = (await flows.SaveAsync(Workspace, Sample.Save(Flow(Daily), first.ETag))).Flow!;
        Assert.Equal(Hourly, await TriggersAsync(flows));

        var published = await flows.PublishAsync(Workspace, "f", 2, new FlowEdit { IfMatch = second.ETag });
        Assert.Equal(Daily, await TriggersAsync(flows));

        await flows.RollbackAsync(Workspace, "f", 1, new FlowEdit { IfMatch = published.Flow!.ETag });
        Assert.Equal(Hourly, await TriggersAsync(flows));
    }

    [Fact]
    public async Task Triggers_ThatFitNoColumn_AreReadFromTheDocument()
    {
        var flows = (await FlowStorage.CreateAsync(fixture)).Flows;
        var text = new string('ä', 40_000);
        var triggers = $$$"""{"t":{"type":"schedule","every":"1h","input":"{{{text}}}"}}""";

        await flows.CreateAsync(Flow(triggers), publish: true);

        var read = JsonElement.Parse(await TriggersAsync(flows));
        Assert.Equal(text, read.GetProperty("t").GetProperty("input").GetString());
    }

    [Fact]
    public async Task Triggers_OfAFlowWithoutAnyOrUnpublished_AreNone()
    {
        var flows = (await FlowStorage.CreateAsync(fixture)).Flows;

        await flows.CreateAsync(Sample.Flow("none", "1"), publish: true);
        var unpublished = await flows.CreateAsync(Flow(Hourly));

        Assert.Equal(JsonValueKind.Undefined, (await flows.GetTriggersAsync(unpublished)).ValueKind);
        var listed = await flows.ListPublishedAsync(Workspace).ToListAsync();
        Assert.Equal("none", Assert.Single(listed).Id);
        Assert.Equal(JsonValueKind.Undefined, (await flows.GetTriggersAsync(listed[0])).ValueKind);
    }

    [Fact]
    public async Task Enabled_IsKeptOverVersions()
    {
        var flows = (await FlowStorage.CreateAsync(fixture)).Flows;
        var flow = await flows.CreateAsync(Flow(Hourly), publish: true);
        Assert.True(flow.IsEnabled);

        var off = await flows.SetEnabledAsync(Workspace, "f", false, new FlowEdit { IfMatch = flow.ETag });
        var again = await flows.SetEnabledAsync(Workspace, "f", false, new FlowEdit { IfMatch = off.Flow!.ETag });
        await flows.SaveAsync(Workspace, Sample.Save(Flow(Daily), off.Flow!.ETag, publish: true));

        Assert.Equal((WriteOutcome.Saved, WriteOutcome.Unchanged), (off.Outcome, again.Outcome));
        Assert.False((await flows.GetAsync(Workspace, "f"))!.IsEnabled);
        var missing = await flows.SetEnabledAsync(Workspace, "g", false, new FlowEdit());
        Assert.Equal(WriteOutcome.Missing, missing.Outcome);
    }

    [Fact]
    public async Task Pauses_AreListedByWorkspaceAndFlow()
    {
        var account = await AccountAsync();
        var pauses = new PauseStore(account);
        var workspace = AzuriteFixture.NewName();
        var at = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
        var first = new TriggerPause("f", "t_1", at, "somebody", "too loud");

        Assert.True(await pauses.PauseAsync(workspace, first));
        Assert.False(await pauses.PauseAsync(workspace, first with { At = at.AddDays(1) }));
        Assert.True(await pauses.PauseAsync(workspace, first with { FlowId = "f-2" }));

        Assert.Equal(first, Assert.Single(await pauses.ListAsync(workspace, "f").ToListAsync()));
        Assert.Equal(["f-2", "f"], (await pauses.ListAsync(workspace).ToListAsync()).Select(pause => pause.FlowId));
        await pauses.ResumeAsync(workspace, "f", "t_1");
        await pauses.ResumeAsync(workspace, "f", "t_1");
        Assert.Equal("f-2", Assert.Single(await pauses.ListAsync(workspace).ToListAsync()).FlowId);
        Assert.Empty(await pauses.ListAsync(workspace + "x").ToListAsync());
    }

    [Fact]
    public async Task Stamp_ChangesWithEachChange()
    {
        var stamps = new TriggerStamps(await AccountAsync());
        var workspace = AzuriteFixture.NewName();

        await stamps.ChangeAsync(workspace);
        var first = (await stamps.ListAsync())[workspace];
        await stamps.ChangeAsync(workspace);

        Assert.NotEqual(first, (await stamps.ListAsync())[workspace]);
    }

    private async Task<StorageAccount> AccountAsync()
    {
        var account = StorageAccount.Connect(fixture.ConnectionString);
        await account.EnsureAsync();
        return account;
    }

    private static FlowContent Flow(string triggers) =>
        Sample.Flow(
            """{"id":"f","triggers":TRIGGERS,"steps":{"only":{"type":"transform","with":{"value":1}}}}""".Replace(
                "TRIGGERS",
                triggers,
                StringComparison.Ordinal
            )
        );

    private static async Task<string> TriggersAsync(FlowStore flows) =>
        (await flows.GetTriggersAsync((await flows.GetAsync(Workspace, "f"))!)).GetRawText();
}
