using Azure;
using FlowFunctions.Storage.Tables;
using FlowFunctions.Storage.Tests.Local;

namespace FlowFunctions.Storage.Tests.Tables;

[Collection(nameof(StorageTests))]
public sealed class TableEntityTests(AzuriteFixture fixture)
{
    private static readonly DateTimeOffset Time = new DateTimeOffset(2026, 2, 28, 23, 59, 58, TimeSpan.Zero).AddTicks(
        1_234_567
    );
    private static readonly Guid Id = new("0f8fad5b-d9cb-469f-a165-70867728950e");

    public static TheoryData<object> Values =>
        [
            "",
            "plain",
            "it's \"quoted\" \\ / % # ? & + <tag>",
            "line\r\nbreaks\tand\u2028separators\u0001",
            "Grüße 你好 🚀 \u0000",
            "12345678901234567890",
            "2026-01-01T00:00:00Z",
            0,
            int.MinValue,
            int.MaxValue,
            0L,
            long.MinValue,
            long.MaxValue,
            1.0,
            -0.1,
            1e300,
            double.Epsilon,
            double.MaxValue,
            double.NaN,
            double.PositiveInfinity,
            double.NegativeInfinity,
            true,
            false,
            Time,
            new DateTimeOffset(1601, 1, 1, 0, 0, 0, TimeSpan.Zero),
            Id,
            Array.Empty<byte>(),
            new byte[] { 0, 1, 254, 255 },
        ];

    [Theory]
    [MemberData(nameof(Values))]
    public async Task Value_WrittenAndRead_IsTheSame(object value)
    {
        var table = await fixture.NewTableAsync();
        await table.AddEntityAsync(new TableEntity("p", "r") { ["Value"] = value });

        var read = (await table.GetEntityAsync("p", "r")).Value;
        var queried = await Single(table.QueryAsync());

        Assert.Equal(value, read["Value"]);
        Assert.Equal(value, queried["Value"]);
    }

    [Theory]
    [MemberData(nameof(Values))]
    public async Task Value_WrittenInTransaction_IsTheSame(object value)
    {
        var table = await fixture.NewTableAsync();
        var entity = new TableEntity("p", "r") { ["Value"] = value };
        await table.SubmitTransactionAsync([new(TableTransactionActionType.Add, entity)]);

        Assert.Equal(value, (await table.GetEntityAsync("p", "r")).Value["Value"]);
    }

    [Theory]
    [InlineData("it's")]
    [InlineData("''")]
    [InlineData("100 % + 1 & 2 = 3")]
    [InlineData("%27%2F")]
    [InlineData("Grüße 你好 🚀")]
    [InlineData("a~b|c^d`e{f}[g]<h>\"i\";:,@$!*()")]
    [InlineData(" leading and trailing ")]
    [InlineData("")]
    public async Task Key_WithSpecialCharacters_IsFoundAgain(string key)
    {
        var table = await fixture.NewTableAsync();
        await table.AddEntityAsync(new TableEntity(key, key) { ["Value"] = 1 });
        await table.UpsertEntityAsync(new TableEntity(key, key) { ["Value"] = 2 }, TableUpdateMode.Replace);
        await table.SubmitTransactionAsync([
            new(TableTransactionActionType.UpdateMerge, new TableEntity(key, key) { ["Other"] = 3 }),
        ]);

        var read = (await table.GetEntityAsync(key, key)).Value;
        var queried = await Single(
            table.QueryAsync(TableClient.CreateQueryFilter($"PartitionKey eq {key} and RowKey eq {key}"))
        );
        await table.DeleteEntityAsync(key, key);

        Assert.Equal(
            (key, key, 2, 3),
            (read.PartitionKey, read.RowKey, read.GetInt32("Value"), read.GetInt32("Other"))
        );
        Assert.Equal(read.ETag, queried.ETag);
        Assert.False((await table.GetEntityIfExistsAsync(key, key)).HasValue);
    }

    [Theory]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    [InlineData("a#b")]
    [InlineData("a?b")]
    [InlineData("a\nb")]
    [InlineData("a\u0085b")]
    public async Task Key_ThatAzureRefuses_IsRefusedBeforeSending(string key)
    {
        var table = fixture.Tables.GetTableClient("absent");

        var failure = await Refused(() => table.AddEntityAsync(new TableEntity("p", key)));

        Assert.Equal(TableErrorCode.OutOfRangeInput, failure.ErrorCode);
        Assert.Contains("RowKey", failure.Message, StringComparison.Ordinal);
        Assert.Equal(TableErrorCode.OutOfRangeInput, (await Refused(() => table.GetEntityAsync("p", key))).ErrorCode);
    }

    [Fact]
    public async Task Limits_JustFull_AreStored()
    {
        var table = await fixture.NewTableAsync();
        var entity = new TableEntity(new string('p', 512), new string('r', 512))
        {
            ["Text"] = new string('x', 32 * 1024),
        };
        entity["Bytes"] = new byte[64 * 1024];
        for (var i = entity.Count; i < 254; i++)
        {
            entity[$"P{i}"] = i;
        }

        await table.AddEntityAsync(entity);

        var read = (await table.GetEntityAsync(entity.PartitionKey!, entity.RowKey!)).Value;
        Assert.Equal(entity.GetString("Text"), read.GetString("Text"));
        Assert.Equal(
            252,
            read.Keys.Count(static key => key is not ("PartitionKey" or "RowKey" or "Timestamp" or "odata.etag"))
        );
    }

    public static TheoryData<string, TableEntity> TooMuch =>
        new()
        {
            {
                TableErrorCode.PropertyValueTooLarge,
                new("p", "r") { ["Text"] = new string('x', (32 * 1024) + 1) }
            },
            {
                TableErrorCode.PropertyValueTooLarge,
                new("p", "r") { ["Bytes"] = new byte[(64 * 1024) + 1] }
            },
            {
                TableErrorCode.PropertyNameTooLong,
                new("p", "r") { [new string('n', 256)] = 1 }
            },
            { TableErrorCode.KeyValueTooLarge, new("p", new string('r', 513)) },
            {
                TableErrorCode.PropertiesNeedValue,
                new() { PartitionKey = "p" }
            },
            { TableErrorCode.TooManyProperties, Filled(253, 1) },
            { TableErrorCode.EntityTooLarge, Filled(17, new byte[64 * 1024]) },
        };

    [Theory]
    [MemberData(nameof(TooMuch))]
    public async Task Limits_Exceeded_AreRefusedWithTheCodeOfTheService(string code, TableEntity entity)
    {
        var failure = await Refused(() => fixture.Tables.GetTableClient("absent").UpsertEntityAsync(entity));

        Assert.Equal(code, failure.ErrorCode);
    }

    [Fact]
    public void Value_OfAnotherType_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => new TableEntity("p", "r") { ["Value"] = 1.5m });
        Assert.Throws<InvalidOperationException>(() => new TableEntity("p", "r") { ["Value"] = 1 }.GetString("Value"));
        Assert.Null(new TableEntity("p", "r").GetInt32("Value"));
    }

    [Fact]
    public async Task Null_IsNotStored()
    {
        var table = await fixture.NewTableAsync();
        await table.AddEntityAsync(new TableEntity("p", "r") { ["Value"] = null });

        var read = (await table.GetEntityAsync("p", "r")).Value;

        Assert.False(read.ContainsKey("Value"));
        Assert.NotNull(read.Timestamp);
        Assert.NotEqual(default, read.ETag);
    }

    private static TableEntity Filled(int count, object value)
    {
        var entity = new TableEntity("p", "r");
        for (var i = 0; i < count; i++)
        {
            entity[$"P{i}"] = value;
        }

        return entity;
    }

    private static Task<RequestFailedException> Refused(Func<Task> act) =>
        Assert.ThrowsAsync<RequestFailedException>(act);

    private static async Task<TableEntity> Single(AsyncPageable<TableEntity> query) =>
        Assert.Single(await query.ToListAsync());
}
