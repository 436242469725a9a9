using System.Globalization;
using Azure;
using FlowFunctions.Storage.Tables;
using FlowFunctions.Storage.Tests.Local;

namespace FlowFunctions.Storage.Tests.Tables;

[Collection(nameof(StorageTests))]
public sealed class TableTransactionTests(AzuriteFixture fixture)
{
    [Fact]
    public async Task Transaction_100Rows_AnswersEachInOrder()
    {
        var table = await fixture.NewTableAsync();

        var answers = (await table.SubmitTransactionAsync(Rows(100))).Value;

        Assert.Equal(100, answers.Count);
        Assert.All(answers, static answer => Assert.Equal(204, answer.Status));
        Assert.Equal((await table.GetEntityAsync("p", "r057")).Value.ETag, answers[57].Headers.ETag);
        Assert.Equal(100, (await table.QueryAsync().ToListAsync()).Count);
    }

    [Fact]
    public async Task Transaction_OneActionFails_NothingIsDoneAndTheActionIsNamed()
    {
        var table = await fixture.NewTableAsync();
        await table.AddEntityAsync(new TableEntity("p", "r042") { ["N"] = -1 });

        var failure = await Assert.ThrowsAsync<TableTransactionFailedException>(() =>
            table.SubmitTransactionAsync(Rows(100))
        );

        Assert.Equal(
            (42, 409, TableErrorCode.EntityAlreadyExists),
            (failure.FailedTransactionActionIndex, failure.Status, failure.ErrorCode)
        );
        Assert.Equal(-1, Assert.Single(await table.QueryAsync().ToListAsync()).GetInt32("N"));
    }

    [Fact]
    public async Task Transaction_StaleETag_FailsAndChangesNothing()
    {
        var table = await fixture.NewTableAsync();
        var stale = (await table.AddEntityAsync(new TableEntity("p", "b"))).Headers.ETag!.Value;
        await table.UpsertEntityAsync(new TableEntity("p", "b") { ["N"] = 1 });

        var failure = await Assert.ThrowsAsync<TableTransactionFailedException>(() =>
            table.SubmitTransactionAsync([
                new(TableTransactionActionType.Add, new TableEntity("p", "a")),
                new(TableTransactionActionType.UpdateReplace, new TableEntity("p", "b") { ["N"] = 2 }, stale),
            ])
        );

        Assert.Equal((1, 412), (failure.FailedTransactionActionIndex, failure.Status));
        Assert.False((await table.GetEntityIfExistsAsync("p", "a")).HasValue);
    }

    [Fact]
    public async Task Transaction_EveryAction_DoesWhatItsNameSays()
    {
        var table = await fixture.NewTableAsync();
        string[] existing = ["deleted", "merged", "replaced", "upserted", "put"];
        await table.SubmitTransactionAsync(existing.Select(key => Action(TableTransactionActionType.Add, key, "Old")));
        var etag = (await table.GetEntityAsync("p", "merged")).Value.ETag;

        await table.SubmitTransactionAsync([
            Action(TableTransactionActionType.Add, "added", "New"),
            new(TableTransactionActionType.Delete, new TableEntity("p", "deleted")),
            Action(TableTransactionActionType.UpdateMerge, "merged", "New", etag),
            Action(TableTransactionActionType.UpdateReplace, "replaced", "New", ETag.All),
            Action(TableTransactionActionType.UpsertMerge, "upserted", "New"),
            Action(TableTransactionActionType.UpsertReplace, "put", "New"),
            Action(TableTransactionActionType.UpsertMerge, "created", "New"),
        ]);

        var rows = await table.QueryAsync().ToListAsync();
        Assert.Equal(
            ["added New", "created New", "merged Old New", "put New", "replaced New", "upserted Old New"],
            rows.Select(static row =>
                string.Join(' ', ((string[])["Old", "New"]).Where(row.ContainsKey).Prepend(row.RowKey))
            )
        );
    }

    [Fact]
    public async Task Transaction_ThatNoneCanBe_IsRefusedBeforeSending()
    {
        var table = fixture.Tables.GetTableClient("absent");
        TableTransactionAction other = new(TableTransactionActionType.Add, new TableEntity("q", "r"));

        var tooMany = await Refused(table, Rows(101));
        Assert.Contains("1 to 100 actions, not 101", tooMany.Message, StringComparison.Ordinal);
        await Refused(table, []);
        await Refused(table, [.. Rows(1), other]);
        await Refused(table, [.. Rows(1), .. Rows(1)]);
    }

    [Fact]
    public async Task Transaction_Over4MiB_IsRefusedBeforeSending()
    {
        var rows = Rows(70).ToList();
        rows.ForEach(static row => row.Entity["Bytes"] = new byte[64 * 1024]);

        var failure = await Assert.ThrowsAsync<RequestFailedException>(() =>
            fixture.Tables.GetTableClient("absent").SubmitTransactionAsync(rows)
        );

        Assert.Equal(TableErrorCode.RequestBodyTooLarge, failure.ErrorCode);
    }

    private static Task<ArgumentException> Refused(TableClient table, IEnumerable<TableTransactionAction> actions) =>
        Assert.ThrowsAsync<ArgumentException>(() => table.SubmitTransactionAsync(actions));

    private static TableTransactionAction Action(
        TableTransactionActionType type,
        string key,
        string property,
        ETag etag = default
    ) => new(type, new TableEntity("p", key) { [property] = 1 }, etag);

    private static IEnumerable<TableTransactionAction> Rows(int count) =>
        Enumerable
            .Range(0, count)
            .Select(static number => new TableTransactionAction(
                TableTransactionActionType.Add,
                new TableEntity("p", $"r{number.ToString("D3", CultureInfo.InvariantCulture)}") { ["N"] = number }
            ));
}
