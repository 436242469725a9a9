using Azure.Storage.Blobs;
using FlowFunctions.Storage.Accounts;

namespace FlowFunctions.Storage.Queues;

/// <summary>Texts of messages that could not be used and are too large to be sent on with the reason.</summary>
/// <param name="account">The account; its containers exist (<see cref="StorageAccount.EnsureAsync"/>).</param>
public sealed class PoisonBlobs(StorageAccount account)
{
    private const string Folder = "poison";
    private readonly BlobContainerClient _container = account.Blobs.GetBlobContainerClient(StorageLayout.Payloads);

    /// <summary>Stores the text of a message; one that is there already stays as it is.</summary>
    /// <param name="queue">The queue's name in the storage account.</param>
    /// <param name="messageId">The message's id.</param>
    /// <param name="text">The text.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <returns>Where it is: the container and the blob's name.</returns>
    /// <exception cref="Azure.RequestFailedException">The service refused, or cannot be reached.</exception>
    public async Task<string> PutAsync(
        string queue,
        string messageId,
        string text,
        CancellationToken cancellationToken = default
    )
    {
        var name = $"{Folder}/{BlobKey.Of(queue)}/{BlobKey.Of(messageId)}";
        await StorageFailure.TryAsync(
            () => _container.GetBlobClient(name).UploadAsync(BinaryData.FromString(text), cancellationToken),
            409
        );
        return $"{_container.Name}/{name}";
    }

    /// <summary>The text of a message; null when it is not there (any more).</summary>
    /// <param name="queue">The queue's name in the storage account.</param>
    /// <param name="place">Where it is, as <see cref="PutAsync"/> has said; what is elsewhere is not there.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <exception cref="Azure.RequestFailedException">The service refused, or cannot be reached.</exception>
    public async Task<string?> FindAsync(string queue, string place, CancellationToken cancellationToken = default)
    {
        string? text = null;
        return
            BlobOf(queue, place) is { } blob
            && await StorageFailure.TryAsync(
                async () => text = (await blob.DownloadContentAsync(cancellationToken)).Value.Content.ToString(),
                404
            )
            ? text
            : null;
    }

    /// <summary>Deletes the text of a message, if it is there.</summary>
    /// <param name="queue">The queue's name in the storage account.</param>
    /// <param name="place">Where it is.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <exception cref="Azure.RequestFailedException">The service refused, or cannot be reached.</exception>
    public async Task DeleteAsync(string queue, string place, CancellationToken cancellationToken = default)
    {
        if (BlobOf(queue, place) is { } blob)
        {
            await blob.DeleteIfExistsAsync(cancellationToken: cancellationToken);
        }
    }

    // Whoever can send to the poison queue can name any place; only texts of that queue's messages are read or deleted.
    private BlobClient? BlobOf(string queue, string place)
    {
        var folder = $"{_container.Name}/{Folder}/{BlobKey.Of(queue)}/";
        if (!place.StartsWith(folder, StringComparison.Ordinal))
        {
            return null;
        }

        // Nothing but a name as it was written: '..' would lead out of the folder.
        var part = place[folder.Length..];
        return part.Length > 0 && BlobKey.Of(BlobKey.Text(part)) == part
            ? _container.GetBlobClient(place[(_container.Name.Length + 1)..])
            : null;
    }
}
