using FlowFunctions.Engine.Runs;
using FlowFunctions.Storage.Accounts;
using FlowFunctions.Storage.Runs;
using FlowFunctions.Storage.Tests.Local;
using FlowFunctions.Storage.Tests.Servers;
using Microsoft.AspNetCore.Http;
using static FlowFunctions.Storage.Tests.Runs.SampleRun;

namespace FlowFunctions.Storage.Tests.Runs;

[Collection(nameof(StorageTests))]
public sealed class RunFailureTests(AzuriteFixture fixture)
{
    private readonly string _workspace = AzuriteFixture.NewName();

    [Fact]
    public async Task Write_OneBadRow_FailsAlone()
    {
        var store = new RunStore(fixture.Account);
        var bad = Header(_workspace, new string('x', 600));
        var good = Enumerable.Range(0, 150).Select(_ => Header(_workspace)).ToArray();

        var failure = Assert.Single(await store.WriteAsync([.. good.Append(bad).Select(static run => Record(run))]));

        Assert.Equal((bad, false), (failure.Record.Header, failure.IsTransient));
        Assert.StartsWith("KeyValueTooLarge: The RowKey has 600 characters", failure.Reason, StringComparison.Ordinal);
        Assert.Equal(150, (await store.AllAsync(new RunQuery(_workspace) { Limit = 200 })).Ids.Count);
    }

    [Fact]
    public async Task Write_TransactionsRefused_GoesRowByRow()
    {
        // The rows of one run are refused also when they come alone.
        var runs = Enumerable.Range(0, 5).Select(_ => Header(_workspace)).ToArray();
        await using var server = await AnsweringServer.StartAsync(
            (context, _) =>
            {
                var path = context.Request.Path.ToString();
                return
                    path.Contains("$batch", StringComparison.Ordinal)
                    || path.Contains(runs[2].RunId, StringComparison.Ordinal)
                    ? AnsweringServer.RefuseAsync(context, 400, "Refused")
                    : Forwarding.SendAsync(context, fixture.Azurite.TableEndpoint);
            }
        );
        var store = new RunStore(StorageAccount.Connect(Endpoints.ConnectionString(server.Address)));

        var failure = Assert.Single(await store.WriteAsync([.. runs.Select(static run => Record(run))]));

        Assert.Equal((runs[2].RunId, false), (failure.Record.Header.RunId, failure.IsTransient));
        Assert.Equal(
            runs.Select(static run => run.RunId).Except([runs[2].RunId]).Order(StringComparer.Ordinal),
            (await store.AllAsync(new RunQuery(_workspace))).Ids
        );
    }

    [Fact]
    public async Task Write_ServiceFailing_IsGivenUpSoonAndTransient()
    {
        await using var server = await AnsweringServer.RefusingAsync(507, "Refused");
        var store = new RunStore(StorageAccount.Connect(Endpoints.ConnectionString(server.Address)));
        var records = Enumerable.Range(0, 50).Select(_ => Record(Header(_workspace))).ToArray();

        var failures = await store.WriteAsync(records);

        Assert.Equal(50, failures.Count);
        Assert.All(failures, static failure => Assert.True(failure.IsTransient));
        Assert.Equal(2 * (1 + 3), server.Requests);
    }

    [Fact]
    public async Task Write_NobodyListens_FailsForAllAndSaysSo()
    {
        var store = new RunStore(StorageAccount.Connect(Endpoints.ConnectionString(new Uri("http://127.0.0.1:1"))));

        var failures = await store.WriteAsync([Record(Header(_workspace)), Record(Header(_workspace), 300_000)]);

        Assert.Equal(2, failures.Count);
        Assert.All(failures, static failure => Assert.True(failure.IsTransient));
        Assert.All(failures, static failure => Assert.Contains("refused", failure.Reason, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Write_Cancelled_Throws()
    {
        var store = new RunStore(fixture.Account);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            store.WriteAsync([Record(Header(_workspace))], new CancellationToken(canceled: true))
        );
    }

    [Theory]
    [InlineData(new byte[] { })]
    [InlineData(new byte[] { 9, 1, 2 })]
    [InlineData(new byte[] { 1, 0, 0 })]
    [InlineData(new byte[] { 1, 255, 255, 255, 127, 0 })]
    [InlineData(new byte[] { 1, 4, 0, 0, 0, 3, 0 })]
    public void History_Damaged_IsSaid(byte[] stored) =>
        Assert.Contains(
            "damaged",
            Assert.Throws<InvalidDataException>(() => HistoryBytes.Decode(stored)).Message,
            StringComparison.Ordinal
        );

    [Fact]
    public async Task List_LongSearch_EndsWithAContinuation()
    {
        // As the service does for a rare state among many runs: empty pages, each with a place to go on from.
        await using var server = await AnsweringServer.StartAsync(
            static async (context, number) =>
            {
                Assert.Equal(number == 1 ? "" : $"p{number - 1}", context.Request.Query["NextPartitionKey"].ToString());
                if (number < 7)
                {
                    context.Response.Headers["x-ms-continuation-NextPartitionKey"] = $"p{number}";
                    context.Response.Headers["x-ms-continuation-NextRowKey"] = "r";
                }

                context.Response.ContentType = "application/json";
                await context.Response.WriteAsync("""{"value":[]}""");
            }
        );
        var store = new RunStore(StorageAccount.Connect(Endpoints.ConnectionString(server.Address)));
        var query = new RunQuery(_workspace) { Status = RunStatus.TimedOut };

        var first = await store.ListAsync(query);
        Assert.Equal((0, 4), (first.Items.Count, server.Requests));
        Assert.StartsWith(RunQuery.TokenMark, first.Continuation, StringComparison.Ordinal);
        var second = await store.ListAsync(query with { Continuation = first.Continuation });

        Assert.Equal((null, 7), (second.Continuation, server.Requests));
    }
}
