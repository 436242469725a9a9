using Azure.Storage.Blobs;
using FlowFunctions.Engine.Embedded.Tests.Engine;
using FlowFunctions.Engine.Payloads;
using FlowFunctions.Storage.Accounts;
using FlowFunctions.Storage.Payloads;
using FlowFunctions.Storage.Tests.Local;
using FlowFunctions.Storage.Tests.Servers;

namespace FlowFunctions.Storage.Tests.Payloads;

[Collection(nameof(StorageTests))]
public sealed class BlobPayloadStoreTests(AzuriteFixture fixture)
{
    private static int _contents;
    private readonly ManualTime _time = new();
    private readonly byte[] _content = NewContent(20_000);

    private BlobPayloadStore Store => new(fixture.Account, _time);

    [Theory]
    [InlineData(1)]
    [InlineData(300_000)]
    [InlineData(20 * 1024 * 1024)]
    public async Task Value_OfAnySize_ComesBack(int length)
    {
        var content = NewContent(length);

        var reference = await Store.PutAsync(content, default);

        Assert.Equal(PayloadReference.Of(content), reference);
        var read = await Store.GetAsync(reference, default);
        Assert.True(content.AsSpan().SequenceEqual(read));
        Assert.Equal(reference, await Store.PutAsync(content, default));
    }

    [Fact]
    public async Task Value_KeptAgain_IsSentOnceAndYoungAgain()
    {
        var uploads = 0;
        await using var server = await AnsweringServer.StartAsync(
            (context, _) =>
            {
                uploads += context.Request is { Method: "PUT", ContentLength: > 1_000 } ? 1 : 0;
                return Forwarding.SendAsync(context, fixture.Azurite.BlobEndpoint);
            }
        );
        var content = NewContent(400_000);
        var store = new BlobPayloadStore(StorageAccount.Connect(Endpoints.ConnectionString(server.Address)), _time);
        var reference = await store.PutAsync(content, default);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        var second = _time.GetUtcNow();

        await store.PutAsync(content, default);

        Assert.Equal(1, uploads);
        Assert.DoesNotContain(reference.Hash, await Store.ListAsync(second, default).ToListAsync());
        Assert.Contains(reference.Hash, await Store.ListAsync(second.AddTicks(1), default).ToListAsync());
    }

    [Fact]
    public async Task Delete_KeptAgainSince_Stays()
    {
        var reference = await Store.PutAsync(_content, default);
        var first = _time.GetUtcNow();
        _time.Advance(TimeSpan.FromSeconds(1));
        await Store.PutAsync(_content, default);

        await Store.DeleteAsync(reference.Hash, first.AddMilliseconds(1), default);
        Assert.Equal(_content, await Store.GetAsync(reference, default));

        await Store.DeleteAsync(reference.Hash, _time.GetUtcNow().AddTicks(1), default);
        await Assert.ThrowsAsync<PayloadMissingException>(async () => await Store.GetAsync(reference, default));
        await Store.DeleteAsync(reference.Hash, DateTimeOffset.MaxValue, default);
    }

    [Fact]
    public async Task Delete_KeptAgainAtThatMoment_Stays()
    {
        var reference = await Store.PutAsync(_content, default);
        var later = _time.GetUtcNow().AddDays(1);
        await using var server = await AnsweringServer.StartAsync(
            async (context, _) =>
            {
                if (context.Request.Method == "DELETE")
                {
                    // Between the look at the value and its deletion.
                    _time.Advance(TimeSpan.FromDays(2));
                    await Store.PutAsync(_content, default);
                }

                await Forwarding.SendAsync(context, fixture.Azurite.BlobEndpoint);
            }
        );
        var slow = new BlobPayloadStore(StorageAccount.Connect(Endpoints.ConnectionString(server.Address)), _time);

        await slow.DeleteAsync(reference.Hash, later, default);

        Assert.Equal(_content, await Store.GetAsync(reference, default));
    }

    [Fact]
    public async Task Put_DeletedAtThatMoment_IsSentAgain()
    {
        var reference = await Store.PutAsync(_content, default);
        await using var server = await AnsweringServer.StartAsync(
            async (context, _) =>
            {
                if (context.Request.Query["comp"] == "metadata")
                {
                    // Between the answer that the value is there and the touch.
                    await Store.DeleteAsync(reference.Hash, DateTimeOffset.MaxValue, default);
                }

                await Forwarding.SendAsync(context, fixture.Azurite.BlobEndpoint);
            }
        );
        var slow = new BlobPayloadStore(StorageAccount.Connect(Endpoints.ConnectionString(server.Address)), _time);

        await slow.PutAsync(_content, default);

        Assert.Equal(_content, await Store.GetAsync(reference, default));
    }

    [Fact]
    public async Task PutsAndDeletes_AtOnce_LeaveEveryKeptValue()
    {
        var contents = Enumerable.Range(0, 4).Select(_ => NewContent(2_000)).ToArray();

        for (var round = 0; round < 5; round++)
        {
            var before = _time.GetUtcNow();
            var deletions = contents.Select(content =>
                Store.DeleteAsync(PayloadReference.Of(content).Hash, before, default).AsTask()
            );
            _time.Advance(TimeSpan.FromMilliseconds(1));
            var puts = contents.Concat(contents).Select(content => Store.PutAsync(content, default).AsTask());
            await Task.WhenAll([.. deletions, .. puts]);
            _time.Advance(TimeSpan.FromMilliseconds(1));
            foreach (var content in contents)
            {
                Assert.Equal(content, await Store.GetAsync(PayloadReference.Of(content), default));
            }
        }
    }

    [Fact]
    public async Task Get_Absent_IsMissing()
    {
        var failure = await Assert.ThrowsAsync<PayloadMissingException>(async () =>
            await Store.GetAsync(PayloadReference.Of(_content), default)
        );

        Assert.Contains("is missing in the container 'payloads'", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(20_000)]
    [InlineData(19_999)]
    [InlineData(0)]
    public async Task Get_Damaged_IsSaid(int length)
    {
        var reference = await Store.PutAsync(_content, default);
        await new BlobClient(fixture.ConnectionString, "payloads", PayloadName.Of(reference.Hash)).UploadAsync(
            new BinaryData(new byte[length]),
            overwrite: true
        );

        var failure = await Assert.ThrowsAsync<PayloadMissingException>(async () =>
            await Store.GetAsync(reference, default)
        );

        Assert.Contains("is damaged", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Store_NobodyAnswers_IsAnIOException()
    {
        await using var server = await AnsweringServer.RefusingAsync(403, "AuthorizationFailure");
        var store = new BlobPayloadStore(StorageAccount.Connect(Endpoints.ConnectionString(server.Address)), _time);
        var reference = PayloadReference.Of(_content);

        var put = await Assert.ThrowsAsync<IOException>(async () => await store.PutAsync(_content, default));
        Assert.Contains("cannot be kept", put.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<IOException>(async () => await store.GetAsync(reference, default));
        await Assert.ThrowsAsync<IOException>(async () => await store.ListAsync(default, default).ToListAsync());
        await Assert.ThrowsAsync<IOException>(async () => await store.DeleteAsync(reference.Hash, default, default));
    }

    [Fact]
    public async Task Store_WithoutItsContainer_IsAnIOException()
    {
        await using var server = await AnsweringServer.RefusingAsync(404, "ContainerNotFound");
        var store = new BlobPayloadStore(StorageAccount.Connect(Endpoints.ConnectionString(server.Address)), _time);

        await Assert.ThrowsAsync<IOException>(async () => await store.PutAsync(_content, default));
        await Assert.ThrowsAsync<IOException>(async () => await store.GetAsync(PayloadReference.Of(_content), default));
    }

    [Fact]
    public async Task Store_NoHash_IsRefused() =>
        await Assert.ThrowsAsync<ArgumentException>(async () => await Store.DeleteAsync("../secret", default, default));

    private static byte[] NewContent(int length)
    {
        var content = new byte[length];
        new Random(Interlocked.Increment(ref _contents)).NextBytes(content);
        return content;
    }
}
