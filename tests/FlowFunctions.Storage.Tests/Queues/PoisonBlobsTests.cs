using Azure.Storage.Blobs;
using FlowFunctions.Storage.Queues;
using FlowFunctions.Storage.Tests.Local;

namespace FlowFunctions.Storage.Tests.Queues;

[Collection(nameof(StorageTests))]
public sealed class PoisonBlobsTests(AzuriteFixture fixture)
{
    [Fact]
    public async Task Text_OfAnotherQueueOrPlace_IsNeitherReadNorDeleted()
    {
        var blobs = new PoisonBlobs(fixture.Account);
        var (mine, theirs) = (AzuriteFixture.NewName(), AzuriteFixture.NewName());
        var own = await blobs.PutAsync(mine, "1", "mine");
        var other = await blobs.PutAsync(theirs, "1", "theirs");
        var container = own[..own.IndexOf('/', StringComparison.Ordinal)];
        var secret = $"{theirs}/secret";
        await new BlobContainerClient(fixture.ConnectionString, container)
            .GetBlobClient(secret)
            .UploadAsync(BinaryData.FromString("secret"));
        string[] places =
        [
            other,
            $"{container}/poison/{mine}/../{theirs}/1",
            $"{container}/poison/{mine}/../../{secret}",
            $"{container}/poison/{mine}/..",
            $"{container}/poison/{mine}/",
            $"{container}/{secret}",
        ];

        foreach (var place in places)
        {
            Assert.Null(await blobs.FindAsync(mine, place));
            await blobs.DeleteAsync(mine, place);
        }

        Assert.Equal(("mine", "theirs"), (await blobs.FindAsync(mine, own), await blobs.FindAsync(theirs, other)));
        Assert.True(
            await new BlobContainerClient(fixture.ConnectionString, container).GetBlobClient(secret).ExistsAsync()
        );
    }
}
