using System.Globalization;
using FlowFunctions.Storage.Tables;
using FlowFunctions.Storage.Tests.Local;

namespace FlowFunctions.Storage.Tests.Tables;

[Collection(nameof(StorageTests))]
public sealed class TableQueryTests(AzuriteFixture fixture)
{
    private static readonly DateTimeOffset Time = new DateTimeOffset(2026, 2, 28, 23, 59, 58, TimeSpan.Zero).AddTicks(
        7
    );
    private static readonly Guid Id = new("0f8fad5b-d9cb-469f-a165-70867728950e");

    [Fact]
    public async Task Query_2500Rows_ComesInPagesInOrder()
    {
        var table = await fixture.NewTableAsync();
        for (var start = 0; start < 2500; start += 100)
        {
            await table.SubmitTransactionAsync(
                Enumerable
                    .Range(start, 100)
                    .Select(n => new TableTransactionAction(TableTransactionActionType.Add, Row(n)))
            );
        }

        var pages = await table.QueryAsync().AsPages().ToListAsync();
        Assert.Equal([1000, 1000, 500], pages.Select(static page => page.Values.Count));
        Assert.Equal(
            Enumerable.Range(0, 2500),
            pages.SelectMany(static page => page.Values).Select(static row => row.GetInt32("N")!.Value)
        );

        // A page can be asked for with the token of the one before, by another client.
        var again = fixture.Tables.GetTableClient(table.Name).QueryAsync(maxPerPage: 7);
        var next = await again.AsPages(pages[1].ContinuationToken).FirstAsync();
        Assert.Equal(Enumerable.Range(2000, 7), next.Values.Select(static row => row.GetInt32("N")!.Value));
        Assert.NotNull(next.ContinuationToken);
        Assert.Null(pages[2].ContinuationToken);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a&b&c")]
    public async Task Query_ContinuationThatIsNone_IsRefused(string token) =>
        await Assert.ThrowsAsync<FormatException>(async () =>
            await fixture.Tables.GetTableClient("any").QueryAsync().AsPages(token).FirstAsync()
        );

    public static TheoryData<string, FormattableString> Filters =>
        new()
        {
            { "string", $"Text eq {"it's & 100%"}" },
            { "bool", $"Truth eq {true}" },
            { "int", $"Small gt {6} and Small le {7}" },
            { "long", $"Large eq {long.MaxValue}" },
            { "double", $"Real ge {2.0} and Real lt {3.0}" },
            { "datetime", $"Time eq {Time}" },
            { "time range", $"Time gt {Time.AddSeconds(-1)} and Time lt {Time.AddSeconds(1)}" },
            { "guid", $"Id eq {Id}" },
            { "binary", $"Bytes eq {new byte[] { 1, 255 }}" },
            { "not", $"not (Small eq {8})" },
            { "or", $"Text eq {"none"} or Small eq {7}" },
        };

    [Theory]
    [MemberData(nameof(Filters))]
    public async Task Filter_OfEveryType_FindsTheRow(string what, FormattableString filter)
    {
        var table = await fixture.NewTableAsync();
        await table.AddEntityAsync(
            new TableEntity("p", "wanted")
            {
                ["Text"] = "it's & 100%",
                ["Truth"] = true,
                ["Small"] = 7,
                ["Large"] = long.MaxValue,
                ["Real"] = 2.0,
                ["Time"] = Time,
                ["Id"] = Id,
                ["Bytes"] = new byte[] { 1, 255 },
            }
        );
        await table.AddEntityAsync(
            new TableEntity("p", "other")
            {
                ["Text"] = "it",
                ["Truth"] = false,
                ["Small"] = 8,
                ["Large"] = 1L,
                ["Real"] = 3.0,
                ["Time"] = Time.AddDays(1),
                ["Id"] = Guid.Empty,
                ["Bytes"] = new byte[] { 1 },
            }
        );

        var found = await table.QueryAsync(TableClient.CreateQueryFilter(filter)).ToListAsync();

        Assert.Equal([$"{what}: wanted"], found.Select(row => $"{what}: {row.RowKey}"));
    }

    [Fact]
    public void Filter_Values_AreLiterals() =>
        Assert.Equal(
            "A eq 'x'' or ''1'' eq ''1' and B eq 5L and C eq 5.0 and D eq X'00ff' and E eq datetime'2026-02-28T23:59:58.0000007Z'",
            TableClient.CreateQueryFilter(
                $"A eq {"x' or '1' eq '1"} and B eq {5L} and C eq {5d} and D eq {new byte[] { 0, 255 }} and E eq {Time}"
            )
        );

    [Fact]
    public void Filter_ValueOfAnotherType_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => TableClient.CreateQueryFilter($"A eq {1.5m}"));
        Assert.Throws<ArgumentException>(() => TableClient.CreateQueryFilter($"A eq {double.NaN}"));
        Assert.Throws<ArgumentException>(() => TableClient.CreateQueryFilter($"A eq {(string?)null}"));
    }

    private static TableEntity Row(int number) =>
        new("p", number.ToString("D5", CultureInfo.InvariantCulture)) { ["N"] = number };
}
