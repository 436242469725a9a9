using FlowFunctions.Engine.DurableTask.Admission;
using FlowFunctions.Storage.Accounts;
using FlowFunctions.Storage.Admission;

namespace FlowFunctions.App.Durable;

/// <summary>The places of limited flows in the storage account's blobs.</summary>
internal sealed class AdmissionStore(StorageAccount account) : IAdmissionStore
{
    private readonly PlaceBlobs _blobs = new(account);

    /// <inheritdoc/>
    public async ValueTask<AdmissionDocument?> ReadAsync(AdmissionKey key, CancellationToken cancellationToken) =>
        await _blobs.ReadAsync(key.Workspace, key.FlowId, key.Value, cancellationToken) is { } found
            ? new AdmissionDocument(found.Content, found.ETag)
            : null;

    /// <inheritdoc/>
    public async ValueTask<bool> TryWriteAsync(
        AdmissionKey key,
        ReadOnlyMemory<byte> content,
        string? etag,
        CancellationToken cancellationToken
    ) => await _blobs.TryWriteAsync(key.Workspace, key.FlowId, key.Value, content, etag, cancellationToken);
}
