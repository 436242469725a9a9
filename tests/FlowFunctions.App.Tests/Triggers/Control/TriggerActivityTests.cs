using FlowFunctions.App.Tests.Apps;
using FlowFunctions.App.Tests.Triggers.Schedules;
using FlowFunctions.App.Triggers;
using FlowFunctions.App.Triggers.Control;
using FlowFunctions.App.Workspaces;
using FlowFunctions.Storage.Accounts;
using FlowFunctions.Storage.Flows;
using FlowFunctions.Storage.Triggers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace FlowFunctions.App.Tests.Triggers.Control;

[Collection(nameof(TriggerTests))]
public sealed class TriggerActivityTests(AppFixture fixture)
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    private TriggerRecordStore Store => new(StorageAccount.Connect(fixture.Azurite.ConnectionString));

    [Fact]
    public async Task Counts_OfTwoProcesses_AreAdded()
    {
        var key = await PublishAsync();
        var (one, other) = (new TriggerActivity(), new TriggerActivity());
        using var first = WritingOf(one);
        using var second = WritingOf(other);

        one.Fired(key, "run-1", Noon);
        await first.WriteAsync(CancellationToken.None);
        other.Fired(key, "run-2", Noon.AddMinutes(1));
        other.Refused(key, "Webhook.Signature", "It is wrong.", Noon);
        await second.WriteAsync(CancellationToken.None);

        // The first knows the row as it wrote it, finds it changed, and reads it before it tries again.
        one.Fired(key, "run-0", Noon.AddMinutes(-1));
        await first.WriteAsync(CancellationToken.None);
        await first.WriteAsync(CancellationToken.None);

        var record = await Store.GetAsync(key.Workspace, key.FlowId, key.TriggerId);
        Assert.Equal((3, 1, "run-2"), (record.Started, record.Refused, record.LastRunId));
        Assert.Equal(new TriggerError("Webhook.Signature", "It is wrong.", Noon), record.LastError);
        Assert.Empty(one.Changed());
    }

    [Fact]
    public async Task Counts_OfManyTriggers_AreWrittenTogether()
    {
        var flow = (await PublishAsync()).FlowId;
        var activity = new TriggerActivity();
        using var writing = WritingOf(activity);
        var keys = Enumerable.Range(0, 250).Select(i => new TriggerKey(Workspace.Default, flow, $"t{i}")).ToArray();

        foreach (var key in keys)
        {
            activity.Fired(key, "run", Noon);
        }

        await writing.WriteAsync(CancellationToken.None);
        activity.Fired(keys[^1], "again", Noon);
        await writing.WriteAsync(CancellationToken.None);

        // Another process, which has to read all of them first.
        var later = new TriggerActivity();
        using var next = WritingOf(later);
        foreach (var key in keys[1..])
        {
            later.Fired(key, "later", Noon.AddMinutes(-1));
        }

        await next.WriteAsync(CancellationToken.None);
        Assert.Empty(later.Changed());

        var store = Store;
        Assert.Equal(1, (await store.GetAsync(Workspace.Default, flow, "t0")).Started);
        Assert.Equal(2, (await store.GetAsync(Workspace.Default, flow, "t7")).Started);
        Assert.Equal(3, (await store.GetAsync(Workspace.Default, flow, "t249")).Started);
    }

    [Fact]
    public async Task Counts_OfAFlowThatWasDeleted_DoNotComeBack()
    {
        var key = await PublishAsync();
        var activity = new TriggerActivity();
        using var writing = WritingOf(activity);
        activity.Fired(key, "run", Noon);
        await fixture.Client.DeleteAsync(new Uri($"/api/flows/{key.FlowId}", UriKind.Relative));

        await writing.WriteAsync(CancellationToken.None);

        Assert.Equal(0, (await Store.GetAsync(key.Workspace, key.FlowId, key.TriggerId)).Started);
        Assert.Empty(activity.Changed());
    }

    [Fact]
    public void Counts_WhileTheyAreWritten_AreNotLost()
    {
        var key = NewKey();
        var activity = new TriggerActivity();
        activity.Fired(key, "run-1", Noon);
        var written = activity.Since(key);

        activity.Fired(key, "run-2", Noon.AddSeconds(1));
        activity.Stored(key, written, written);

        Assert.Equal((1, "run-2"), (activity.Since(key).Started, activity.Since(key).LastRunId));
        Assert.Equal([key], activity.Changed());
    }

    [Fact]
    public void Triggers_BeyondTheLimit_AreNotNoted()
    {
        var activity = new TriggerActivity();
        for (var i = 0; i < TriggerActivity.MaxTriggers + 1; i++)
        {
            activity.Fired(new TriggerKey("w", "f", $"t{i}"), "run", Noon);
        }

        Assert.Equal(TriggerActivity.MaxTriggers, activity.Changed().Count);
    }

    private static TriggerKey NewKey() => new(Workspace.Default, AppFixture.NewId(), "t");

    private async Task<TriggerKey> PublishAsync() =>
        NewKey() with
        {
            FlowId = await fixture.Client.PublishAsync(ScheduleFlows.Quick(AppFixture.NewId(), "\"every\":\"1h\"")),
        };

    private ActivityWriting WritingOf(TriggerActivity activity) =>
        new(
            activity,
            Store,
            fixture.App.Services.GetRequiredService<FlowStore>(),
            TimeProvider.System,
            NullLogger<ActivityWriting>.Instance
        );
}
