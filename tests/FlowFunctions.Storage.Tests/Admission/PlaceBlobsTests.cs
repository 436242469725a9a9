using FlowFunctions.Storage.Accounts;
using FlowFunctions.Storage.Admission;
using FlowFunctions.Storage.Tests.Local;
using FlowFunctions.Storage.Tests.Servers;

namespace FlowFunctions.Storage.Tests.Admission;

[Collection(nameof(StorageTests))]
public sealed class PlaceBlobsTests(AzuriteFixture fixture)
{
    private static readonly byte[] One = [1];
    private static readonly byte[] Two = [2, 2];

    private readonly string _workspace = AzuriteFixture.NewName();

    private PlaceBlobs Store => new(fixture.Account);

    [Theory]
    [InlineData("")]
    [InlineData("\"a/b\\\\c?d#e%f.. 日本\"")]
    public async Task Document_WrittenReadAndDeleted_IsAsItWas(string key)
    {
        Assert.Null(await Store.ReadAsync(_workspace, "flow", key));
        Assert.True(await Store.TryWriteAsync(_workspace, "flow", key, One, etag: null));

        var read = await Store.ReadAsync(_workspace, "flow", key);
        Assert.Equal(One, read!.Content.ToArray());
        Assert.Null(await Store.ReadAsync(_workspace, "flow", key + " "));
        Assert.Null(await Store.ReadAsync(_workspace, "other", key));

        Assert.True(await Store.TryWriteAsync(_workspace, "flow", key, default, read.ETag));
        Assert.Null(await Store.ReadAsync(_workspace, "flow", key));
    }

    [Fact]
    public async Task Write_OfAnotherVersion_IsRefused()
    {
        Assert.False(await Store.TryWriteAsync(_workspace, "flow", "k", One, "\"0x1\""));
        Assert.True(await Store.TryWriteAsync(_workspace, "flow", "k", One, etag: null));
        Assert.False(await Store.TryWriteAsync(_workspace, "flow", "k", Two, etag: null));
        var first = await Store.ReadAsync(_workspace, "flow", "k");
        Assert.True(await Store.TryWriteAsync(_workspace, "flow", "k", Two, first!.ETag));

        Assert.False(await Store.TryWriteAsync(_workspace, "flow", "k", One, first.ETag));
        Assert.False(await Store.TryWriteAsync(_workspace, "flow", "k", default, first.ETag));
        Assert.Equal(Two, (await Store.ReadAsync(_workspace, "flow", "k"))!.Content.ToArray());
    }

    [Fact]
    public async Task Write_ByManyAtOnce_OneWins()
    {
        var wins = await Task.WhenAll(
            Enumerable
                .Range(0, 10)
                .Select(async number =>
                    await Store.TryWriteAsync(_workspace, "flow", "k", new[] { (byte)number }, etag: null)
                )
        );

        Assert.Single(wins, static won => won);
    }

    [Fact]
    public async Task Account_Out_IsAnIOExceptionWithWords()
    {
        await using var server = await AnsweringServer.StartAsync(
            static (context, _) =>
            {
                context.Response.StatusCode = 403;
                return Task.CompletedTask;
            }
        );
        var store = new PlaceBlobs(StorageAccount.Connect(Endpoints.ConnectionString(server.Address)));

        var read = await Assert.ThrowsAsync<IOException>(() => store.ReadAsync(_workspace, "flow", "k"));
        var write = await Assert.ThrowsAsync<IOException>(() =>
            store.TryWriteAsync(_workspace, "flow", "k", One, etag: null)
        );

        Assert.Contains("flow 'flow'", read.Message, StringComparison.Ordinal);
        Assert.Contains("flow 'flow'", write.Message, StringComparison.Ordinal);
    }
}
