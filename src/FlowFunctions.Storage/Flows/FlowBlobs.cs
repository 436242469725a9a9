using System.Net;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace FlowFunctions.Storage.Flows;

/// <summary>
/// Documents, drafts and plans. What has a hash in its name never changes. Documents of a flow stand under its generation, so
/// deleting them can hit no other flow; plans are shared by all and stay, since runs need theirs as long as they are kept.
/// </summary>
internal sealed class FlowBlobs(BlobContainerClient container)
{
    public static string Plan(string hash) => $"plans/{hash}.json";

    public static string Documents(FlowRecord flow) =>
        $"documents/{FlowKeys.Partition(flow.Workspace)}/{flow.Id}/{flow.Generation}/";

    public static string Document(FlowRecord flow, string hash) => $"{Documents(flow)}{hash}.json";

    public static string Draft(string workspace, string flowId, string writeId) =>
        $"drafts/{FlowKeys.Partition(workspace)}/{flowId}/{writeId}.json";

    /// <summary>Keeps what its name tells the content of.</summary>
    public async Task KeepAsync(string name, byte[] content, CancellationToken cancellationToken)
    {
        try
        {
            await UploadAsync(name, content, new BlobRequestConditions { IfNoneMatch = ETag.All }, cancellationToken);
        }
        catch (RequestFailedException exception)
            when (exception.ErrorCode == BlobErrorCode.BlobAlreadyExists
                || exception.Status == (int)HttpStatusCode.PreconditionFailed
            )
        {
            // It is there already.
        }
    }

    public Task PutAsync(string name, byte[] content, CancellationToken cancellationToken) =>
        UploadAsync(name, content, null, cancellationToken);

    public async Task<byte[]?> FindAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            var blob = await container.GetBlobClient(name).DownloadContentAsync(cancellationToken);
            return blob.Value.Content.ToArray();
        }
        catch (RequestFailedException exception) when (exception.ErrorCode == BlobErrorCode.BlobNotFound)
        {
            return null;
        }
    }

    public Task DeleteAsync(string name, CancellationToken cancellationToken) =>
        container.DeleteBlobIfExistsAsync(name, cancellationToken: cancellationToken);

    public async Task DeleteAllAsync(string prefix, CancellationToken cancellationToken)
    {
        await foreach (var blob in container.GetBlobsAsync(prefix: prefix, cancellationToken: cancellationToken))
        {
            await DeleteAsync(blob.Name, cancellationToken);
        }
    }

    private Task<Response<BlobContentInfo>> UploadAsync(
        string name,
        byte[] content,
        BlobRequestConditions? conditions,
        CancellationToken cancellationToken
    ) =>
        container
            .GetBlobClient(name)
            .UploadAsync(
                new BinaryData(content),
                new BlobUploadOptions
                {
                    Conditions = conditions,
                    HttpHeaders = new BlobHttpHeaders { ContentType = "application/json" },
                },
                cancellationToken
            );
}
