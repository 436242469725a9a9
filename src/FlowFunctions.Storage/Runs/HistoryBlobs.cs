using Azure.Storage.Blobs;
using FlowFunctions.Storage.Accounts;

namespace FlowFunctions.Storage.Runs;

/// <summary>
/// Histories too large for a row, one blob for each run. A history only grows, so one that is newer than its row does no harm.
/// </summary>
internal sealed class HistoryBlobs(StorageAccount account)
{
    private readonly BlobContainerClient _container = account.Blobs.GetBlobContainerClient(StorageLayout.Payloads);

    public Task WriteAsync(RunHeader run, byte[] stored, CancellationToken cancellationToken) =>
        Blob(run.Workspace, run.RunId).UploadAsync(new BinaryData(stored), overwrite: true, cancellationToken);

    /// <exception cref="Azure.RequestFailedException">It is not there, or cannot be read.</exception>
    public async Task<ReadOnlyMemory<byte>> ReadAsync(RunHeader run, CancellationToken cancellationToken) =>
        (await Blob(run.Workspace, run.RunId).DownloadContentAsync(cancellationToken)).Value.Content.ToMemory();

    public Task DeleteAsync(RunHeader run, CancellationToken cancellationToken) =>
        Blob(run.Workspace, run.RunId).DeleteIfExistsAsync(cancellationToken: cancellationToken);

    private BlobClient Blob(string workspace, string runId) =>
        _container.GetBlobClient($"histories/{BlobKey.Of(workspace)}/{BlobKey.Of(runId)}");
}
