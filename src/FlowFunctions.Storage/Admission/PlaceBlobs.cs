using System.Security.Cryptography;
using System.Text;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using FlowFunctions.Storage.Accounts;

namespace FlowFunctions.Storage.Admission;

/// <summary>
/// A small document for each value by which a flow's open runs are counted. Whoever replaces one says which version was read (RFC 9110,
/// section 13.1.1), so any number of processes may change it.
/// </summary>
/// <param name="account">The account; its containers exist (<see cref="StorageAccount.EnsureAsync"/>).</param>
public sealed class PlaceBlobs(StorageAccount account)
{
    private readonly BlobContainerClient _container = account.Blobs.GetBlobContainerClient(StorageLayout.Places);

    /// <summary>Reads a document; null when there is none.</summary>
    /// <param name="workspace">The tenant.</param>
    /// <param name="flowId">The flow.</param>
    /// <param name="key">What the runs are counted by, any text.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <exception cref="IOException">The service refused, or cannot be reached.</exception>
    public async Task<PlaceBlob?> ReadAsync(
        string workspace,
        string flowId,
        string key,
        CancellationToken cancellationToken = default
    )
    {
        BlobDownloadResult? found = null;
        var blob = Blob(workspace, flowId, key);
        await UseAsync(
            flowId,
            () => StorageFailure.TryAsync(async () => found = await blob.DownloadContentAsync(cancellationToken), 404),
            cancellationToken
        );
        return found is null ? null : new PlaceBlob(found.Content.ToMemory(), found.Details.ETag.ToString());
    }

    /// <summary>Replaces a document unless somebody else has changed it.</summary>
    /// <param name="workspace">The tenant.</param>
    /// <param name="flowId">The flow.</param>
    /// <param name="key">What the runs are counted by.</param>
    /// <param name="content">The new document; empty to delete it.</param>
    /// <param name="etag">The version that was read; null when there was none.</param>
    /// <param name="cancellationToken">Stops the request; it may have been carried out.</param>
    /// <returns>False when it has been changed since. So it is, too, when it was this call that did it and the answer was lost.</returns>
    /// <exception cref="IOException">The service refused, or cannot be reached; the document may have been replaced.</exception>
    public Task<bool> TryWriteAsync(
        string workspace,
        string flowId,
        string key,
        ReadOnlyMemory<byte> content,
        string? etag,
        CancellationToken cancellationToken = default
    )
    {
        var blob = Blob(workspace, flowId, key);
        var conditions = etag is null
            ? new BlobRequestConditions { IfNoneMatch = ETag.All }
            : new BlobRequestConditions { IfMatch = new ETag(etag) };
        Func<Task> request = content.IsEmpty
            ? () => blob.DeleteAsync(conditions: conditions, cancellationToken: cancellationToken)
            : () =>
                blob.UploadAsync(
                    new BinaryData(content),
                    new BlobUploadOptions { Conditions = conditions },
                    cancellationToken
                );
        return UseAsync(flowId, () => StorageFailure.TryAsync(request, 404, 409, 412), cancellationToken);
    }

    /// <summary>By its hash: a key may be long, and of any characters.</summary>
    private BlobClient Blob(string workspace, string flowId, string key)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
        return _container.GetBlobClient($"{BlobKey.Of(workspace)}/{BlobKey.Of(flowId)}/{hash}");
    }

    private static async Task<bool> UseAsync(string flowId, Func<Task<bool>> use, CancellationToken cancellationToken)
    {
        try
        {
            return await use();
        }
        catch (Exception exception) when (StorageFailure.Is(exception, cancellationToken))
        {
            throw new IOException(
                $"The open runs of flow '{flowId}' cannot be counted in the storage account now: {StorageFailure.ReasonOf(exception)}",
                exception
            );
        }
    }
}

/// <summary>A document as it was read.</summary>
/// <param name="Content">Its bytes.</param>
/// <param name="ETag">Its version.</param>
public sealed record PlaceBlob(ReadOnlyMemory<byte> Content, string ETag);
