using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using FlowFunctions.App.Access.Audit;
using FlowFunctions.App.Tests.Apps;
using FlowFunctions.Storage.Accounts;
using FlowFunctions.Storage.Audit;
using FlowFunctions.Storage.Tables;
using Microsoft.Extensions.DependencyInjection;

namespace FlowFunctions.App.Tests.Access.Audit;

/// <summary>Queries, pages, exports and chains of the audit log.</summary>
[Collection(nameof(AppTests))]
public sealed class AuditStoreTests(AppFixture fixture)
{
    private static readonly DateTimeOffset Begin = new(2026, 3, 1, 22, 0, 0, TimeSpan.Zero);
    private readonly string _workspace = AppFixture.NewId("audit-store");

    [Fact]
    public async Task List_OfSeveralStreamsAndDays_IsInOneOrder()
    {
        var store = await FillAsync();

        var all = await store.ListAsync(new AuditQuery(_workspace)).ToListAsync();

        Assert.Equal(40, all.Count);
        Assert.Equal(all.OrderByDescending(static row => row.At), all);
        Assert.Equal(2, all.Select(static row => row.At.Date).Distinct().Count());
    }

    [Fact]
    public async Task List_InPages_GivesEachEntryOnce()
    {
        var store = await FillAsync();
        var seen = new List<AuditRow>();
        AuditPosition? after = null;
        while (true)
        {
            var page = await store.ListAsync(new AuditQuery(_workspace) { After = after }, 7).Take(7).ToListAsync();
            seen.AddRange(page);
            if (page.Count == 0)
            {
                break;
            }

            after = AuditPosition.Parse(page[^1].Position.ToString());
        }

        Assert.Equal(await store.ListAsync(new AuditQuery(_workspace)).ToListAsync(), seen);
    }

    [Theory]
    [InlineData("main:a", null, null, 20)]
    [InlineData("main:*", null, null, 40)]
    [InlineData(null, "flow.*", null, 20)]
    [InlineData(null, "flow.save", null, 20)]
    [InlineData(null, "flow", null, 0)]
    [InlineData(null, null, "o'brien", 40)]
    public async Task List_WithFilters_GivesWhatFits(string? caller, string? action, string? target, int count)
    {
        var store = await FillAsync();

        var found = store.ListAsync(
            new AuditQuery(_workspace)
            {
                Caller = caller,
                Action = action,
                Target = target,
            }
        );

        Assert.Equal(count, await found.CountAsync());
    }

    [Fact]
    public async Task List_OfASpan_HasItsBeginAndNotItsEnd()
    {
        var store = await FillAsync();
        var (from, to) = (Begin.AddMinutes(60), Begin.AddMinutes(180));

        var found = await store.ListAsync(new AuditQuery(_workspace) { From = from, To = to }).ToListAsync();

        Assert.Equal((from, to.AddMinutes(-6)), (found[^1].At, found[0].At));
        Assert.Equal(20, found.Count);
    }

    [Fact]
    public async Task Delete_OfOldDays_LeavesTheOthers()
    {
        var store = await FillAsync();

        await store.DeleteBeforeAsync(Begin.AddDays(1), 1000);

        var left = await store.ListAsync(new AuditQuery(_workspace)).ToListAsync();
        Assert.Equal(20, left.Count);
        Assert.All(left, static row => Assert.Equal(2, row.At.Day));
    }

    [Fact]
    public async Task Add_OfWhatIsThere_ChangesNothing()
    {
        var store = await FillAsync();
        var before = await store.ListAsync(new AuditQuery(_workspace)).ToListAsync();

        await store.AddAsync(before.Select(static row => row with { Entry = "{}" }));

        Assert.Equal(before, await store.ListAsync(new AuditQuery(_workspace)).ToListAsync());
    }

    [Fact]
    public async Task Check_OfChangedAndMissingEntries_NamesThem()
    {
        var store = await FillAsync();
        using var client = await ClientAsync();
        var whole = await CheckAsync(client);
        var rows = await store.ListAsync(new AuditQuery(_workspace)).ToListAsync();
        var table = fixture
            .App.Services.GetRequiredService<StorageAccount>()
            .Tables.GetTableClient(StorageLayout.Audit);
        var stored = await table
            .QueryAsync(
                TableClient.CreateQueryFilter(
                    $"PartitionKey ge {_workspace + "~"} and PartitionKey lt {_workspace + "~~"}"
                )
            )
            .ToListAsync();
        var changed = stored[5];
        changed["Entry"] = changed.GetString("Entry") + " ";
        await table.UpdateEntityAsync(changed, Azure.ETag.All);
        await table.DeleteEntityAsync(stored[12].PartitionKey!, stored[12].RowKey!);

        var broken = await CheckAsync(client);

        Assert.Equal(
            (rows.Count, 0),
            (whole.GetProperty("entries").GetInt32(), whole.GetProperty("broken").GetArrayLength())
        );
        Assert.Equal(2, broken.GetProperty("broken").GetArrayLength());
    }

    [Fact]
    public async Task Export_IsOldestFirst_AndItsHashesFollow()
    {
        await FillAsync();
        using var client = await ClientAsync();

        using var response = await client.GetAsync("/api/audit/export");
        var lines = (await response.Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal("application/x-ndjson", response.Content.Headers.ContentType!.MediaType);
        var entries = lines.Select(static line => JsonElement.Parse(line)).ToList();
        Assert.Equal(40, entries.Count);
        Assert.Equal(
            entries
                .OrderBy(static entry => entry.Text("at"), StringComparer.Ordinal)
                .Select(static entry => entry.Text("id")),
            entries.Select(static entry => entry.Text("id"))
        );
        var hashes = entries.Select(static entry => entry.Text("hash")).ToHashSet(StringComparer.Ordinal);
        Assert.All(
            entries,
            entry => Assert.True(entry.Text("previous").Length == 0 || hashes.Contains(entry.Text("previous")))
        );
        Assert.Equal(4, entries.Count(static entry => entry.Text("previous").Length == 0));
    }

    [Fact]
    public void Hash_IsOfTheHashBeforeAndTheEntry()
    {
        var row = new AuditRow("w", "s", 2, Begin, "ab", """{"id":"x"}""");

        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("""ab{"id":"x"}"""))), row.Hash);
    }

    private static async Task<JsonElement> CheckAsync(HttpClient client) =>
        (await client.GetJsonAsync("/api/audit/check")).Json;

    private async Task<HttpClient> ClientAsync() => (await fixture.Guarded).Client(GuardedApp.Key, _workspace);

    /// <summary>Two processes write in turns for four hours, over midnight.</summary>
    private async Task<AuditStore> FillAsync()
    {
        var time = new Clock();
        AuditChain[] chains = [new(time), new(time)];
        var rows = new List<AuditRow>();
        for (var i = 0; i < 40; i++)
        {
            time.Now = Begin.AddMinutes(6 * i);
            var caller = new AuditCaller(i % 2 == 0 ? "main:a" : "main:b", "x", "user");
            rows.Add(
                chains[i % 2]
                    .Add(new(_workspace, caller, i % 2 == 0 ? "flow.save" : "run.start", 200) { Target = "o'brien" })
            );
        }

        var store = new AuditStore(fixture.App.Services.GetRequiredService<StorageAccount>());
        await store.AddAsync(rows);
        return store;
    }

    private sealed class Clock : TimeProvider
    {
        public DateTimeOffset Now { get; set; }

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
