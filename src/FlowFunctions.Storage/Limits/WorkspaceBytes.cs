using Azure.Storage.Blobs;
using FlowFunctions.Storage.Accounts;
using FlowFunctions.Storage.Files;
using FlowFunctions.Storage.Logs;

namespace FlowFunctions.Storage.Limits;

/// <summary>
/// Adds up what a workspace holds in files, each content that it has or had once, and in logs: both are in folders of its own. Throws
/// <see cref="Azure.RequestFailedException"/> when the service refuses or cannot be reached.
/// </summary>
/// <param name="account">The account; its containers exist (<see cref="StorageAccount.EnsureAsync"/>).</param>
public sealed class WorkspaceBytes(StorageAccount account)
{
    private readonly BlobContainerClient _files = account.Blobs.GetBlobContainerClient(StorageLayout.Files);
    private readonly BlobContainerClient _logs = account.Blobs.GetBlobContainerClient(StorageLayout.Logs);

    /// <summary>Adds up; a request for every 5,000 blobs.</summary>
    /// <param name="workspace">The workspace.</param>
    /// <param name="cancellationToken">Stops the requests.</param>
    /// <returns>Bytes.</returns>
    public async Task<long> SumAsync(string workspace, CancellationToken cancellationToken = default)
    {
        var sums = await Task.WhenAll(
            SumAsync(_files, FileBlobs.Contents(workspace), cancellationToken),
            SumAsync(_logs, LogKey.Folder(workspace), cancellationToken)
        );
        return sums.Sum();
    }

    private static async Task<long> SumAsync(
        BlobContainerClient container,
        string prefix,
        CancellationToken cancellationToken
    )
    {
        var bytes = 0L;
        await foreach (var blob in container.GetBlobsAsync(prefix: prefix, cancellationToken: cancellationToken))
        {
            bytes += blob.Properties.ContentLength ?? 0;
        }

        return bytes;
    }
}
