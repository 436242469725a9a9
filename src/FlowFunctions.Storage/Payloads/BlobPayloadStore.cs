using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Azure;
using Azure.Storage;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using FlowFunctions.Engine.Contracts;
using FlowFunctions.Engine.Payloads;
using FlowFunctions.Storage.Accounts;

namespace FlowFunctions.Storage.Payloads;

/// <summary>Large values as blobs, named by their SHA-256. Any number of processes may use it.</summary>
/// <param name="account">The account; its containers exist (<see cref="StorageAccount.EnsureAsync"/>).</param>
/// <param name="time">The clock that the age of values is measured by; the same for all processes, give or take.</param>
public sealed class BlobPayloadStore(StorageAccount account, TimeProvider time) : IPayloadStore
{
    /// <summary>From here on the question whether a value is there costs less than to send it in vain.</summary>
    private const int LargeBytes = 256 * 1024;

    /// <summary>How often a value may be deleted while it is being kept, before something must be wrong.</summary>
    private const int MaxRounds = 5;

    private static readonly StorageTransferOptions Transfer = new()
    {
        InitialTransferSize = 8 << 20,
        MaximumTransferSize = 8 << 20,
        MaximumConcurrency = 4,
    };

    private readonly BlobContainerClient _container = account.Blobs.GetBlobContainerClient(StorageLayout.Payloads);

    /// <inheritdoc/>
    public async ValueTask<PayloadReference> PutAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        var reference = PayloadReference.Of(content.Span);
        var blob = Blob(reference.Hash);
        await UseAsync("kept", reference.Hash, () => PutAsync(blob, content, cancellationToken), cancellationToken);
        return reference;
    }

    /// <inheritdoc/>
    public async ValueTask<byte[]> GetAsync(PayloadReference reference, CancellationToken cancellationToken)
    {
        using var content = new MemoryStream((int)Math.Min(reference.Length, Array.MaxLength));
        var options = new BlobDownloadToOptions { TransferOptions = Transfer };
        var found = await UseAsync(
            "read",
            reference.Hash,
            () =>
                StorageFailure.TryAsync(
                    () => Blob(reference.Hash).DownloadToAsync(content, options, cancellationToken),
                    404
                ),
            cancellationToken
        );
        if (!found)
        {
            throw new PayloadMissingException(reference, $"is missing in the container '{_container.Name}'");
        }

        var bytes = content.Length == content.Capacity ? content.GetBuffer() : content.ToArray();
        return Convert.ToHexStringLower(SHA256.HashData(bytes)) == reference.Hash
            ? bytes
            : throw new PayloadMissingException(reference, "is damaged");
    }

    /// <inheritdoc/>
    /// <exception cref="IOException">The values cannot be listed now.</exception>
    public async IAsyncEnumerable<string> ListAsync(
        DateTimeOffset before,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        await using var blobs = _container
            .GetBlobsAsync(BlobTraits.Metadata, prefix: PayloadName.Folder, cancellationToken: cancellationToken)
            .GetAsyncEnumerator(cancellationToken);
        while (await UseAsync("listed", null, async () => await blobs.MoveNextAsync(), cancellationToken))
        {
            var blob = blobs.Current;
            if (
                PayloadName.HashOf(blob.Name) is { } hash
                && KeptTime.Of(blob.Metadata, blob.Properties.LastModified ?? DateTimeOffset.MaxValue) < before
            )
            {
                yield return hash;
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask DeleteAsync(string hash, DateTimeOffset before, CancellationToken cancellationToken)
    {
        var blob = Blob(hash);
        await UseAsync("deleted", hash, () => DeleteAsync(blob, before, cancellationToken), cancellationToken);
    }

    private async Task<bool> PutAsync(
        BlobClient blob,
        ReadOnlyMemory<byte> content,
        CancellationToken cancellationToken
    )
    {
        for (var round = 0; round < MaxRounds; round++)
        {
            if (
                (content.Length >= LargeBytes && await TryTouchAsync(blob, cancellationToken))
                || await TryUploadAsync(blob, content, cancellationToken)
                || await TryTouchAsync(blob, cancellationToken)
            )
            {
                return true;
            }
        }

        throw new IOException("It is deleted again and again at the same time.");
    }

    private Task<bool> TryUploadAsync(
        BlobClient blob,
        ReadOnlyMemory<byte> content,
        CancellationToken cancellationToken
    ) =>
        StorageFailure.TryAsync(
            () =>
                blob.UploadAsync(
                    new BinaryData(content),
                    new BlobUploadOptions
                    {
                        Conditions = new BlobRequestConditions { IfNoneMatch = ETag.All },
                        Metadata = KeptTime.Metadata(time.GetUtcNow()),
                        TransferOptions = Transfer,
                    },
                    cancellationToken
                ),
            409,
            412
        );

    private Task<bool> TryTouchAsync(BlobClient blob, CancellationToken cancellationToken) =>
        StorageFailure.TryAsync(
            () => blob.SetMetadataAsync(KeptTime.Metadata(time.GetUtcNow()), cancellationToken: cancellationToken),
            404
        );

    private static async Task<bool> DeleteAsync(
        BlobClient blob,
        DateTimeOffset before,
        CancellationToken cancellationToken
    )
    {
        BlobProperties? found = null;
        var isThere = await StorageFailure.TryAsync(
            async () => found = await blob.GetPropertiesAsync(cancellationToken: cancellationToken),
            404
        );
        if (!isThere || KeptTime.Of(found!.Metadata, found.LastModified) >= before)
        {
            return false;
        }

        // Kept again since it was looked at: it is another version now, and stays.
        var unchanged = new BlobRequestConditions { IfMatch = found.ETag };
        return await StorageFailure.TryAsync(
            () => blob.DeleteAsync(conditions: unchanged, cancellationToken: cancellationToken),
            404,
            412
        );
    }

    private BlobClient Blob(string hash) => _container.GetBlobClient(PayloadName.Of(hash));

    private static async Task<bool> UseAsync(
        string done,
        string? hash,
        Func<Task<bool>> use,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await use();
        }
        catch (Exception exception) when (StorageFailure.Is(exception, cancellationToken))
        {
            var what = hash is null ? "Stored values" : $"The stored value {hash}";
            throw new IOException(
                $"{what} cannot be {done} in the storage account now: {StorageFailure.ReasonOf(exception)}",
                exception
            );
        }
    }
}
