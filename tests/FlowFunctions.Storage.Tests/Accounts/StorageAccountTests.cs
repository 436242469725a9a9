using Azure;
using FlowFunctions.Engine.Embedded.Tests.Engine;
using FlowFunctions.Storage.Accounts;
using FlowFunctions.Storage.Local;
using FlowFunctions.Storage.Tests.Local;
using FlowFunctions.Storage.Tests.Servers;
using Microsoft.AspNetCore.Http;

namespace FlowFunctions.Storage.Tests.Accounts;

public sealed class StorageAccountTests
{
    [Fact]
    public async Task Ensure_EmptyAccount_CreatesAllAndDoesSoAgain()
    {
        await using var azurite = await Azurite.StartAsync(new AzuriteOptions(AzuriteFixture.Folder));
        var account = StorageAccount.Connect(azurite.ConnectionString);

        await account.EnsureAsync();
        await account.EnsureAsync();

        Assert.Subset(
            (await account.Tables.QueryAsync().Select(static table => table.Name).ToListAsync()).ToHashSet(
                StringComparer.Ordinal
            ),
            StorageLayout.Tables.ToHashSet(StringComparer.Ordinal)
        );
        Assert.Equal(
            StorageLayout.Containers.Order(StringComparer.Ordinal),
            await account.Blobs.GetBlobContainersAsync().Select(static container => container.Name).ToListAsync()
        );
    }

    [Fact]
    public async Task Ensure_WhatIsBeingDeleted_IsWaitedFor()
    {
        var deleted = new HashSet<string>(StringComparer.Ordinal);
        await using var server = await AnsweringServer.StartAsync(
            async (context, _) =>
            {
                var key = context.Request.Path + await new StreamReader(context.Request.Body).ReadToEndAsync();
                bool isFirst;
                lock (deleted)
                {
                    isFirst = deleted.Add(key);
                }

                await AnswerAsync(context, isFirst);
            }
        );
        var time = new ManualTime();
        var account = StorageAccount.Connect(Endpoints.ConnectionString(server.Address), time);

        var ensured = account.EnsureAsync();
        await time.UntilDoneAsync(ensured, TimeSpan.FromSeconds(2));

        await ensured;
        Assert.Equal(2 * (StorageLayout.Tables.Count + StorageLayout.Containers.Count), server.Requests);
    }

    [Fact]
    public async Task Ensure_DeletedForTooLong_Fails()
    {
        await using var server = await AnsweringServer.StartAsync(
            static (context, _) => AnswerAsync(context, isBeingDeleted: true)
        );
        var time = new ManualTime();
        var account = StorageAccount.Connect(Endpoints.ConnectionString(server.Address), time);

        var ensured = account.EnsureAsync();
        await time.UntilDoneAsync(ensured, TimeSpan.FromSeconds(30));

        var failure = await Assert.ThrowsAsync<RequestFailedException>(() => ensured);
        Assert.EndsWith("BeingDeleted", failure.ErrorCode, StringComparison.Ordinal);
    }

    [Fact]
    public void Connect_DevelopmentStorage_IsOnLoopback()
    {
        var account = StorageAccount.Connect("UseDevelopmentStorage=true");

        Assert.Equal("http://127.0.0.1:10000/devstoreaccount1", account.Blobs.Uri.AbsoluteUri.TrimEnd('/'));
        Assert.Equal("http://127.0.0.1:10001/devstoreaccount1", account.Queues.Uri.AbsoluteUri.TrimEnd('/'));
        Assert.Equal("http://127.0.0.1:10002/devstoreaccount1", account.Tables.Uri.AbsoluteUri.TrimEnd('/'));
    }

    [Theory]
    [InlineData("no connection string")]
    [InlineData("AccountName=a;AccountKey=secret")]
    public void Connect_NoConnectionString_IsRefusedWithoutSecrets(string text)
    {
        var failure = Assert.Throws<FormatException>(() => StorageAccount.Connect(text));

        Assert.DoesNotContain("secret", failure.ToString(), StringComparison.Ordinal);
    }

    private static Task AnswerAsync(HttpContext context, bool isBeingDeleted)
    {
        var isTable = context.Request.Path.Value!.EndsWith("/Tables", StringComparison.Ordinal);
        context.Response.StatusCode =
            isBeingDeleted ? 409
            : isTable ? 204
            : 201;
        if (isBeingDeleted)
        {
            context.Response.Headers["x-ms-error-code"] = isTable ? "TableBeingDeleted" : "ContainerBeingDeleted";
        }
        else
        {
            context.Response.Headers.ETag = "\"1\"";
            context.Response.Headers.LastModified = "Fri, 20 Nov 2026 13:45:51 GMT";
        }

        return Task.CompletedTask;
    }
}
