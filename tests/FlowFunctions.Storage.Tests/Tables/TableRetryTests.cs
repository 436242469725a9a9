using System.Net;
using Azure;
using FlowFunctions.Storage.Local;
using FlowFunctions.Storage.Tables;
using FlowFunctions.Storage.Tests.Servers;
using Microsoft.AspNetCore.Http;

namespace FlowFunctions.Storage.Tests.Tables;

public sealed class TableRetryTests
{
    private const string Entity = """{"odata.etag":"W/\"1\"","PartitionKey":"p","RowKey":"r","N":1}""";

    [Theory]
    [InlineData(503)]
    [InlineData(500)]
    [InlineData(429)]
    [InlineData(408)]
    public async Task Answer_ThatPasses_IsTriedAgain(int status)
    {
        var signatures = new List<string>();
        await using var server = await AnsweringServer.StartAsync(
            (context, number) =>
            {
                signatures.Add(context.Request.Headers.Authorization.ToString());
                context.Response.StatusCode = number < 3 ? status : 200;
                return number < 3 ? Task.CompletedTask : context.Response.WriteAsync(Entity);
            }
        );

        var read = await Table(server, TimeSpan.FromSeconds(10)).GetEntityAsync("p", "r");

        Assert.Equal((1, 3), (read.Value.GetInt32("N"), server.Requests));
        Assert.All(
            signatures,
            static one => Assert.StartsWith("SharedKey devstoreaccount1:", one, StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Answer_ThatKeepsFailing_IsGivenUpWithItsStatus()
    {
        await using var server = await AnsweringServer.StartAsync(
            static (context, _) =>
            {
                context.Response.StatusCode = 503;
                context.Response.Headers["x-ms-error-code"] = "ServerBusy";
                return Task.CompletedTask;
            }
        );

        var failure = await Assert.ThrowsAsync<RequestFailedException>(() =>
            Table(server, TimeSpan.FromSeconds(10)).AddEntityAsync(new TableEntity("p", "r"))
        );

        Assert.Equal((503, "ServerBusy", 4), (failure.Status, failure.ErrorCode, server.Requests));
    }

    [Fact]
    public async Task Answer_ThatIsFinal_IsNotTriedAgain()
    {
        await using var server = await AnsweringServer.StartAsync(
            static (context, _) =>
            {
                context.Response.StatusCode = 400;
                return context.Response.WriteAsync("<html>no JSON</html>");
            }
        );

        var failure = await Assert.ThrowsAsync<RequestFailedException>(() =>
            Table(server, TimeSpan.FromSeconds(10)).AddEntityAsync(new TableEntity("p", "r"))
        );

        Assert.Equal((400, 1), (failure.Status, server.Requests));
    }

    [Fact]
    public async Task Server_SilentAtFirst_IsAskedAgainAfterTheTimeout()
    {
        await using var server = await AnsweringServer.StartAsync(
            static (context, number) =>
                number == 1 ? Task.Delay(Timeout.Infinite, context.RequestAborted) : context.Response.WriteAsync(Entity)
        );

        var read = await Table(server, TimeSpan.FromMilliseconds(300)).GetEntityAsync("p", "r");

        Assert.Equal((1, 2), (read.Value.GetInt32("N"), server.Requests));
    }

    [Fact]
    public async Task Server_BreakingOffABody_IsAskedAgain()
    {
        await using var server = await AnsweringServer.StartAsync(
            static async (context, number) =>
            {
                context.Response.ContentLength = Entity.Length;
                await context.Response.WriteAsync(number == 1 ? Entity[..10] : Entity);
                if (number == 1)
                {
                    await context.Response.Body.FlushAsync();
                    context.Abort();
                }
            }
        );

        var read = await Table(server, TimeSpan.FromSeconds(10)).GetEntityAsync("p", "r");

        Assert.Equal((1, 2), (read.Value.GetInt32("N"), server.Requests));
    }

    [Fact]
    public async Task Server_Silent_CancellationEndsTheRequest()
    {
        var asked = new TaskCompletionSource();
        await using var server = await AnsweringServer.StartAsync(
            (context, _) =>
            {
                asked.TrySetResult();
                return Task.Delay(Timeout.Infinite, context.RequestAborted);
            }
        );
        using var cancellation = new CancellationTokenSource();

        var read = Table(server, TimeSpan.FromMinutes(1)).GetEntityAsync("p", "r", null, cancellation.Token);
        await asked.Task;
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => read);
    }

    [Fact]
    public async Task Server_Absent_FailsWithoutAStatus()
    {
        var table = Table(new Uri("http://127.0.0.1:1/account"), TimeSpan.FromSeconds(1));

        var failure = await Assert.ThrowsAnyAsync<Exception>(() => table.CreateAsync());

        Assert.Contains(
            ((AggregateException)failure).InnerExceptions,
            static one => one is RequestFailedException { Status: 0 }
        );
    }

    [Fact]
    public async Task Sas_RequestTriedAgain_IsInTheQueryOnce()
    {
        var queries = new List<string>();
        await using var server = await AnsweringServer.StartAsync(
            (context, number) =>
            {
                queries.Add(context.Request.QueryString.Value!);
                context.Response.StatusCode = number < 3 ? 503 : 200;
                return context.Response.WriteAsync("""{"value":[]}""");
            }
        );
        var client = new TableServiceClient(
            server.Address,
            new AzureSasCredential("?sv=1&sig=s"),
            Fast(TimeSpan.FromSeconds(10))
        );

        await client.GetTableClient("any").QueryAsync(maxPerPage: 5).ToListAsync();

        Assert.Equal(Enumerable.Repeat("?$top=5&sv=1&sig=s", 3), queries.Select(WebUtility.UrlDecode));
    }

    private static TableClient Table(AnsweringServer server, TimeSpan timeout) => Table(server.Address, timeout);

    private static TableClient Table(Uri address, TimeSpan timeout) =>
        new TableServiceClient(
            address,
            new TableSharedKeyCredential(Azurite.AccountName, Azurite.AccountKey),
            Fast(timeout)
        ).GetTableClient("any");

    private static TableClientOptions Fast(TimeSpan timeout)
    {
        var options = new TableClientOptions();
        options.Retry.Delay = TimeSpan.FromMilliseconds(1);
        options.Retry.NetworkTimeout = timeout;
        return options;
    }
}
