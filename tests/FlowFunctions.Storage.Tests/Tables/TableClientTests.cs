using Azure;
using FlowFunctions.Storage.Tables;
using FlowFunctions.Storage.Tests.Local;

namespace FlowFunctions.Storage.Tests.Tables;

[Collection(nameof(StorageTests))]
public sealed class TableClientTests(AzuriteFixture fixture)
{
    [Fact]
    public async Task Table_CreatedListedAndDeleted()
    {
        var name = AzuriteFixture.NewName();
        var table = fixture.Tables.GetTableClient(name);

        Assert.Equal(name, (await table.CreateAsync()).Value.Name);
        Assert.Null(await table.CreateIfNotExistsAsync());
        await Fails(409, TableErrorCode.TableAlreadyExists, () => table.CreateAsync());
        Assert.Contains(new TableItem(name), await fixture.Tables.QueryAsync().ToListAsync());
        Assert.Equal(204, (await table.DeleteAsync()).Status);
        Assert.Equal(404, (await table.DeleteAsync()).Status);
        Assert.NotNull(await table.CreateIfNotExistsAsync());
    }

    [Theory]
    [InlineData("ab")]
    [InlineData("1abc")]
    [InlineData("a-b-c")]
    [InlineData("abc\n")]
    public void Table_NameThatNoneCanHave_IsRefused(string name) =>
        Assert.Throws<ArgumentException>(() => fixture.Tables.GetTableClient(name));

    [Fact]
    public async Task Table_Absent_IsToldApartFromAnAbsentEntity()
    {
        var absent = fixture.Tables.GetTableClient("absent");
        var table = await fixture.NewTableAsync();

        await Fails(404, TableErrorCode.TableNotFound, () => absent.GetEntityAsync("p", "r"));
        await Fails(404, TableErrorCode.ResourceNotFound, () => table.GetEntityAsync("p", "r"));
        var none = await table.GetEntityIfExistsAsync("p", "r");
        Assert.False(none.HasValue);
        Assert.Equal(404, none.GetRawResponse().Status);
        Assert.Throws<InvalidOperationException>(() => none.Value);
    }

    [Fact]
    public async Task Insert_Twice_Conflicts()
    {
        var table = await fixture.NewTableAsync();
        var added = await table.AddEntityAsync(new TableEntity("p", "r"));

        await Fails(409, TableErrorCode.EntityAlreadyExists, () => table.AddEntityAsync(new TableEntity("p", "r")));
        Assert.Equal(added.Headers.ETag, (await table.GetEntityAsync("p", "r")).Value.ETag);
    }

    [Theory]
    [InlineData(TableUpdateMode.Merge, true)]
    [InlineData(TableUpdateMode.Replace, false)]
    public async Task Change_OtherProperties_StayOnlyInAMerge(TableUpdateMode mode, bool stay)
    {
        var table = await fixture.NewTableAsync();
        await table.UpsertEntityAsync(new TableEntity("p", "r") { ["A"] = 1 }, mode);
        await table.UpsertEntityAsync(new TableEntity("p", "r") { ["B"] = 2 }, mode);
        Assert.Equal(stay, (await table.GetEntityAsync("p", "r")).Value.ContainsKey("A"));

        await table.UpdateEntityAsync(new TableEntity("p", "r") { ["C"] = 3 }, ETag.All, mode);
        Assert.Equal(stay, (await table.GetEntityAsync("p", "r")).Value.ContainsKey("B"));
    }

    [Fact]
    public async Task Update_StaleETag_FailsAndChangesNothing()
    {
        var table = await fixture.NewTableAsync();
        var first = await table.AddEntityAsync(new TableEntity("p", "r") { ["N"] = 1 });
        var stale = first.Headers.ETag!.Value;
        var second = await table.UpdateEntityAsync(new TableEntity("p", "r") { ["N"] = 2 }, stale);
        Assert.NotEqual(stale, second.Headers.ETag);

        const string Code = TableErrorCode.UpdateConditionNotSatisfied;
        var entity = new TableEntity("p", "r") { ["N"] = 3 };
        await Fails(412, Code, () => table.UpdateEntityAsync(entity, stale));
        await Fails(412, Code, () => table.UpdateEntityAsync(entity, stale, TableUpdateMode.Replace));
        await Fails(412, Code, () => table.DeleteEntityAsync("p", "r", stale));
        Assert.Equal(2, (await table.GetEntityAsync("p", "r")).Value.GetInt32("N"));

        Assert.Equal(204, (await table.DeleteEntityAsync("p", "r", second.Headers.ETag!.Value)).Status);
        Assert.Equal(404, (await table.DeleteEntityAsync("p", "r")).Status);
        await Fails(404, TableErrorCode.ResourceNotFound, () => table.UpdateEntityAsync(entity, ETag.All));
    }

    [Fact]
    public async Task Read_Select_GivesTheNamedPropertiesOnly()
    {
        var table = await fixture.NewTableAsync();
        await table.AddEntityAsync(new TableEntity("p", "r") { ["A"] = 1L, ["B"] = 2 });

        var read = (await table.GetEntityAsync("p", "r", ["A"])).Value;
        var queried = Assert.Single(await table.QueryAsync(select: ["A", "RowKey"]).ToListAsync());

        Assert.Equal((1L, false), (read["A"], read.ContainsKey("B")));
        Assert.Equal((1L, "r", false), (queried["A"], queried.RowKey, queried.ContainsKey("B")));
    }

    [Fact]
    public async Task Request_Cancelled_EndsAtOnce()
    {
        var table = await fixture.NewTableAsync();
        var cancelled = new CancellationToken(canceled: true);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            table.AddEntityAsync(new TableEntity("p", "r"), cancelled)
        );
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
            await table.QueryAsync(cancellationToken: cancelled).ToListAsync()
        );
        Assert.False((await table.GetEntityIfExistsAsync("p", "r")).HasValue);
    }

    private static async Task Fails(int status, string code, Func<Task> act)
    {
        var failure = await Assert.ThrowsAsync<RequestFailedException>(act);
        Assert.Equal((status, code), (failure.Status, failure.ErrorCode));
    }
}
