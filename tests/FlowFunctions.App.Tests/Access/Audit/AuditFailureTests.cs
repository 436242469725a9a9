using System.Net;
using System.Text.RegularExpressions;
using FlowFunctions.App.Access.Audit;
using FlowFunctions.App.Hosting;
using FlowFunctions.App.Problems;
using FlowFunctions.App.Tests.Apps;
using FlowFunctions.Storage.Accounts;
using FlowFunctions.Storage.Audit;
using Microsoft.Extensions.Logging.Abstractions;

namespace FlowFunctions.App.Tests.Access.Audit;

/// <summary>The audit log where the storage account or the disk fails.</summary>
[Collection(nameof(AppTests))]
public sealed partial class AuditFailureTests(AppFixture fixture)
{
    private const int Many = 300;
    private readonly string _workspace = AppFixture.NewId("audit-failures");

    [Fact]
    public async Task Record_WhileTheStorageIsGone_IsStoredByTheNextProcess()
    {
        var folder = fixture.NewFolder();
        await using (var first = new Parts(Gone(), folder))
        {
            await first.Log.RecordAsync(new(_workspace, AuditCaller.Unknown, "flow.save", 200));
            await first.Log.RecordAsync(new(_workspace, AuditCaller.Unknown, "flow.delete", 200));
            Assert.Equal(2L, first.Shipping.Waiting);
        }

        await using var second = new Parts(fixture.Azurite.ConnectionString, folder);
        await second.Keeper.ShipLeftAsync();
        await second.Shipping.CatchUpAsync(default);

        var rows = await second.Store.ListAsync(new AuditQuery(_workspace)).ToListAsync();
        Assert.Equal(["flow.delete", "flow.save"], rows.Select(static row => row.Action));
        Assert.Equal(rows[1].Hash, rows[0].Previous);
    }

    [Fact]
    public async Task Record_WithTooManyWaiting_IsRefusedBeforeAnythingIsDone()
    {
        await using var parts = new Parts(Gone(), fixture.NewFolder(), new() { MaxWaiting = 1 });
        parts.Log.Check();
        await parts.Log.RecordAsync(new(_workspace, AuditCaller.Unknown, "flow.save", 200));

        var refusal = Assert.Throws<ProblemException>(parts.Log.Check);

        Assert.Equal((503, "Audit.Unavailable"), (refusal.Problem.Status, refusal.Problem.Code));
    }

    [Fact]
    public async Task Record_ManyAtOnce_AreOneChainInTheirOrder()
    {
        await using var parts = new Parts(fixture.Azurite.ConnectionString, fixture.NewFolder());

        await Task.WhenAll(ManyOf(parts));

        var rows = await parts.StoredAsync(_workspace);
        Assert.Equal(
            Enumerable.Range(0, Many).Select(static number => $"{number}"),
            rows.Select(static row => row.Target)
        );
        Assert.Equal(rows.SkipLast(1).Select(static row => row.Hash), rows.Skip(1).Select(static row => row.Previous));
    }

    [Fact]
    public async Task Record_ManyAtOnce_WhereTheDiskFails_AreAllRefused_AndTheNextChainIsWhole()
    {
        var folder = fixture.NewFolder();
        await File.WriteAllTextAsync(Path.Combine(folder, "audit"), "in the way");
        await using var parts = new Parts(fixture.Azurite.ConnectionString, folder);

        var refused = ManyOf(parts);
        foreach (var record in refused)
        {
            await Assert.ThrowsAsync<ProblemException>(() => record);
        }

        File.Delete(Path.Combine(folder, "audit"));
        await Task.WhenAll(ManyOf(parts));

        var rows = await parts.StoredAsync(_workspace);
        var check = new AuditChainCheck();
        Assert.Equal(Many, rows.Count);
        Assert.All(Enumerable.Reverse(rows), row => Assert.Null(check.Look(row)));
    }

    [Fact]
    public async Task Change_WhereTheDiskFails_IsNotAnsweredAsDone_AndTheNextIsNotDone()
    {
        var folder = fixture.NewFolder();
        await using var app = await fixture.StartAppAsync(folder);
        using var client = new HttpClient { BaseAddress = new Uri(app.Address) };
        Directory.Delete(Path.Combine(folder, "audit"), recursive: true);
        await File.WriteAllTextAsync(Path.Combine(folder, "audit"), "in the way");
        var (one, two) = (AppFixture.NewId("disk"), AppFixture.NewId("disk"));

        var status = await StatusOfAsync(client, one);
        var refused = await client.AskAsync(HttpMethod.Put, $"/api/flows/{two}", TestFlows.Twice(two));

        Assert.True(status is null or >= HttpStatusCode.InternalServerError, $"{status}");
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "Audit.Unavailable"), (refused.Status, refused.Code));
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetJsonAsync($"/api/flows/{two}")).Status);
    }

    [Fact]
    public void RefusalLimit_BeyondItsNumber_CountsTheRest()
    {
        var limit = new RefusalLimit(new() { RefusalsAMinute = 2 }, new Clock());

        Assert.True(limit.TryPass("a", out _));
        Assert.True(limit.TryPass("a", out _));
        Assert.False(limit.TryPass("a", out _));
        Assert.True(limit.TryPass("b", out _));
    }

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("a\r\nb\tc", "a\uFFFD\uFFFDb\uFFFDc")]
    [InlineData("\u001B[31mred", "\uFFFD[31mred")]
    [InlineData("a\u2028b\u202Ec", "a\uFFFDb\uFFFDc")]
    [InlineData("ä🎉", "ä🎉")]
    public void PlainText_OfAnything_IsOneLine(string text, string line) => Assert.Equal(line, PlainText.Of(text));

    private static async Task<HttpStatusCode?> StatusOfAsync(HttpClient client, string flow)
    {
        try
        {
            using var content = new StringContent(TestFlows.Twice(flow));
            content.Headers.ContentType = new("application/json");
            using var answer = await client.PutAsync($"/api/flows/{flow}", content);
            return answer.StatusCode;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    /// <summary>Records that come together, in the order of their targets.</summary>
    private List<Task> ManyOf(Parts parts) =>
        [
            .. Enumerable
                .Range(0, Many)
                .Select(number =>
                    parts.Log.RecordAsync(
                        new(_workspace, AuditCaller.Unknown, "run.start", 202) { Target = $"{number}" }
                    )
                ),
        ];

    /// <summary>An account where nobody listens.</summary>
    private string Gone() => Port().Replace(fixture.Azurite.ConnectionString, "127.0.0.1:1/");

    [GeneratedRegex(@"127\.0\.0\.1:\d+/")]
    private static partial Regex Port();

    /// <summary>The log without an app around it.</summary>
    private sealed class Parts : IAsyncDisposable
    {
        private readonly CancellationTokenSource _stop = new();
        private readonly Task _running;

        public Parts(string storage, string folder, AuditSettings? settings = null)
        {
            var account = StorageAccount.Connect(storage);
            Store = new AuditStore(account);
            Shipping = new AuditShipping(Store, TimeProvider.System, NullLogger<AuditShipping>.Instance);
            Keeper = new AuditKeeper(
                new AppSettings { Storage = storage, DataFolder = folder },
                Store,
                Shipping,
                TimeProvider.System
            );
            Log = new AuditLog(Keeper, Shipping, settings ?? new(), TimeProvider.System, NullLogger<AuditLog>.Instance);
            _running = Task.WhenAll(Log.RunAsync(), Shipping.RunAsync(_stop.Token));
        }

        public AuditStore Store { get; }

        public AuditShipping Shipping { get; }

        public AuditKeeper Keeper { get; }

        public AuditLog Log { get; }

        /// <summary>What has arrived in the table, the oldest first.</summary>
        public async Task<List<AuditRow>> StoredAsync(string workspace)
        {
            await Shipping.CatchUpAsync(default);
            var rows = await Store.ListAsync(new AuditQuery(workspace)).ToListAsync();
            rows.Reverse();
            return rows;
        }

        public async ValueTask DisposeAsync()
        {
            await Log.EndAsync();
            await _stop.CancelAsync();
            await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            Keeper.End();
            Keeper.Dispose();
            _stop.Dispose();
        }
    }

    private sealed class Clock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    }
}
