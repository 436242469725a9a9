using System.Buffers.Binary;
using System.Security.Cryptography;
using Azure;
using Azure.Storage;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Azure.Storage.Sas;
using FlowFunctions.Storage.Tests.Local;
using FlowFunctions.Storage.Tests.Servers;

namespace FlowFunctions.Storage.Tests.Blobs;

/// <summary>The official client on the stand-in for the one assembly that it lacks: what the stores need of it, for real.</summary>
[Collection(nameof(StorageTests))]
public sealed class BlobClientTests(AzuriteFixture fixture)
{
    [Fact]
    public async Task Blob_20MBInBlocks_ComesBackTheSame()
    {
        var blob = (await NewContainerAsync()).GetBlobClient("flow/step 1/ü.bin");
        var content = new byte[20 * 1024 * 1024];
        new Random(1).NextBytes(content);
        var options = new BlobUploadOptions
        {
            TransferOptions = new StorageTransferOptions
            {
                InitialTransferSize = 4 << 20,
                MaximumTransferSize = 4 << 20,
            },
            Metadata = new Dictionary<string, string> { ["run"] = "r1" },
        };

        await blob.UploadAsync(new MemoryStream(content), options);

        using var downloaded = new MemoryStream();
        await blob.DownloadToAsync(downloaded);
        Assert.Equal(SHA256.HashData(content), SHA256.HashData(downloaded.ToArray()));
        Assert.Equal("r1", (await blob.GetPropertiesAsync()).Value.Metadata["run"]);
    }

    // The emulator refuses this checksum, so a server of the test takes it. The value is that of the CRC catalogue for CRC-64/NVME,
    // whose polynomial the service has, sent with the lowest byte first.
    [Fact]
    public async Task Upload_Crc64_IsThatOfTheContent()
    {
        var sent = "";
        await using var server = await AnsweringServer.StartAsync(
            (context, _) =>
            {
                sent = context.Request.Headers["x-ms-content-crc64"].ToString();
                context.Response.StatusCode = 201;
                context.Response.Headers.ETag = "\"1\"";
                context.Response.Headers.LastModified = "Fri, 20 Nov 2026 13:45:51 GMT";
                return Task.CompletedTask;
            }
        );

        await new BlockBlobClient(new Uri($"{server.Address}/container/blob")).UploadAsync(
            Text("123456789"),
            Checked(StorageChecksumAlgorithm.StorageCrc64)
        );

        Assert.Equal(0xAE8B14860A799888, BinaryPrimitives.ReadUInt64LittleEndian(Convert.FromBase64String(sent)));
    }

    [Fact]
    public async Task Upload_Md5_IsCheckedByTheService()
    {
        var blob = (await NewContainerAsync()).GetBlockBlobClient("checked");
        await blob.UploadAsync(Text("content"), Checked(StorageChecksumAlgorithm.MD5));
        var damaged = new BlockBlobStageBlockOptions
        {
            TransferValidation = new()
            {
                ChecksumAlgorithm = StorageChecksumAlgorithm.MD5,
                PrecalculatedChecksum = new byte[16],
            },
        };

        var failure = await Assert.ThrowsAsync<RequestFailedException>(() =>
            blob.StageBlockAsync("MDE=", Text("damaged"), damaged)
        );

        Assert.Equal(400, failure.Status);
        Assert.Equal("content", (await blob.DownloadContentAsync()).Value.Content.ToString());
    }

    [Fact]
    public async Task Write_Conditions_Hold()
    {
        var blob = (await NewContainerAsync()).GetBlobClient("versioned");
        var first = await UploadAsync(blob, "1", new BlobRequestConditions { IfNoneMatch = ETag.All });

        Assert.Equal(409, await RefusedAsync(blob, new BlobRequestConditions { IfNoneMatch = ETag.All }));
        await UploadAsync(blob, "2", new BlobRequestConditions { IfMatch = first });
        Assert.Equal(412, await RefusedAsync(blob, new BlobRequestConditions { IfMatch = first }));
        Assert.Equal("2", (await blob.DownloadContentAsync()).Value.Content.ToString());
    }

    [Fact]
    public async Task Lease_Held_KeepsOthersOut()
    {
        var blob = (await NewContainerAsync()).GetBlobClient("leader");
        await UploadAsync(blob, "1", null);
        var lease = blob.GetBlobLeaseClient();
        var id = (await lease.AcquireAsync(TimeSpan.FromSeconds(15))).Value.LeaseId;

        Assert.Equal(412, await RefusedAsync(blob, null));
        var second = await Assert.ThrowsAsync<RequestFailedException>(() =>
            blob.GetBlobLeaseClient().AcquireAsync(TimeSpan.FromSeconds(15))
        );
        Assert.Equal(409, second.Status);
        await lease.RenewAsync();
        await UploadAsync(blob, "2", new BlobRequestConditions { LeaseId = id });
        await lease.ReleaseAsync();
        await UploadAsync(blob, "3", null);
    }

    [Fact]
    public async Task Append_WithAPosition_HappensOnce()
    {
        var log = (await NewContainerAsync()).GetAppendBlobClient("run/step/1.jsonl");
        await log.CreateIfNotExistsAsync();
        var condition = new AppendBlobAppendBlockOptions { Conditions = new() { IfAppendPositionEqual = 0 } };
        await log.AppendBlockAsync(Text("{\"n\":1}\n"), condition);

        var again = await Assert.ThrowsAsync<RequestFailedException>(() =>
            log.AppendBlockAsync(Text("{\"n\":1}\n"), condition)
        );
        await log.AppendBlockAsync(Text("{\"n\":2}\n"));

        Assert.Equal(412, again.Status);
        Assert.Equal("{\"n\":1}\n{\"n\":2}\n", (await log.DownloadContentAsync()).Value.Content.ToString());
        var tail = await log.DownloadContentAsync(new BlobDownloadOptions { Range = new HttpRange(8) });
        Assert.Equal("{\"n\":2}\n", tail.Value.Content.ToString());
    }

    [Fact]
    public async Task Sas_ForReading_ReadsAndDoesNotWrite()
    {
        var blob = (await NewContainerAsync()).GetBlobClient("shared");
        await UploadAsync(blob, "1", null);
        var guest = new BlobClient(blob.GenerateSasUri(BlobSasPermissions.Read, DateTimeOffset.UtcNow.AddMinutes(5)));

        Assert.Equal("1", (await guest.DownloadContentAsync()).Value.Content.ToString());
        Assert.Equal(403, await RefusedAsync(guest, null));
    }

    [Fact]
    public async Task List_ByPrefix_PagesInOrder()
    {
        var container = await NewContainerAsync();
        foreach (var name in (string[])["a/2", "a/1", "b/1", "a/3"])
        {
            await container.UploadBlobAsync(name, BinaryData.FromString(name));
        }

        var pages = await container.GetBlobsAsync(prefix: "a/").AsPages(pageSizeHint: 2).ToListAsync();

        Assert.Equal([2, 1], pages.Select(static page => page.Values.Count));
        Assert.Equal(
            ["a/1", "a/2", "a/3"],
            pages.SelectMany(static page => page.Values).Select(static blob => blob.Name)
        );
    }

    private async Task<BlobContainerClient> NewContainerAsync()
    {
        var container = new BlobContainerClient(fixture.ConnectionString, AzuriteFixture.NewName());
        await container.CreateAsync();
        return container;
    }

    private static async Task<ETag> UploadAsync(BlobClient blob, string text, BlobRequestConditions? conditions) =>
        (await blob.UploadAsync(BinaryData.FromString(text), new BlobUploadOptions { Conditions = conditions }))
            .Value
            .ETag;

    private static async Task<int> RefusedAsync(BlobClient blob, BlobRequestConditions? conditions) =>
        (await Assert.ThrowsAsync<RequestFailedException>(() => UploadAsync(blob, "refused", conditions))).Status;

    private static BlobUploadOptions Checked(StorageChecksumAlgorithm algorithm) =>
        new() { TransferValidation = new UploadTransferValidationOptions { ChecksumAlgorithm = algorithm } };

    private static Stream Text(string text) => BinaryData.FromString(text).ToStream();
}
