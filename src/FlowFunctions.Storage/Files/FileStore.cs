using System.Runtime.CompilerServices;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using FlowFunctions.Storage.Flows;

namespace FlowFunctions.Storage.Files;

/// <summary>
/// Scripts and other files of workspaces, in the container <c>files</c>. Thread-safe. Every method throws
/// <see cref="RequestFailedException"/> when the service refuses or cannot be reached.
/// </summary>
/// <param name="container">The container <c>files</c>, which exists.</param>
public sealed class FileStore(BlobContainerClient container)
{
    /// <summary>How many bytes a file has at most: 5 MB.</summary>
    public const int MaxBytes = 5 * 1024 * 1024;

    /// <summary>Writes a file, over one that is there.</summary>
    /// <param name="workspace">The workspace.</param>
    /// <param name="path">Its path.</param>
    /// <param name="content">Its content, at most <see cref="MaxBytes"/>.</param>
    /// <param name="cancellationToken">Stops the request; the file may be written.</param>
    /// <exception cref="ArgumentException">The content is too large.</exception>
    public async Task PutAsync(
        string workspace,
        FilePath path,
        ReadOnlyMemory<byte> content,
        CancellationToken cancellationToken = default
    )
    {
        if (content.Length > MaxBytes)
        {
            throw new ArgumentException(
                $"The file '{path}' has {content.Length} bytes; {MaxBytes} fit.",
                nameof(content)
            );
        }

        await Blob(workspace, path).UploadAsync(new BinaryData(content), true, cancellationToken);
    }

    /// <summary>Reads a file.</summary>
    /// <param name="workspace">The workspace.</param>
    /// <param name="path">Its path.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <returns>Its content, or null.</returns>
    public async Task<byte[]?> GetAsync(string workspace, FilePath path, CancellationToken cancellationToken = default)
    {
        try
        {
            var content = await Blob(workspace, path).DownloadContentAsync(cancellationToken);
            return content.Value.Content.ToArray();
        }
        catch (RequestFailedException exception) when (exception.ErrorCode == BlobErrorCode.BlobNotFound)
        {
            return null;
        }
    }

    /// <summary>Lists files by path.</summary>
    /// <param name="workspace">The workspace.</param>
    /// <param name="prefix">What their paths begin with; empty for all.</param>
    /// <param name="cancellationToken">Stops the requests.</param>
    /// <returns>The files, read page by page.</returns>
    public async IAsyncEnumerable<StoredFile> ListAsync(
        string workspace,
        string prefix,
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        var root = Root(workspace);
        await foreach (var blob in container.GetBlobsAsync(prefix: root + prefix, cancellationToken: cancellationToken))
        {
            if (FilePath.TryParse(blob.Name[root.Length..], out var path, out _))
            {
                yield return new StoredFile(path, blob.Properties.ContentLength ?? 0, blob.Properties.LastModified);
            }
        }
    }

    /// <summary>Deletes a file.</summary>
    /// <param name="workspace">The workspace.</param>
    /// <param name="path">Its path.</param>
    /// <param name="cancellationToken">Stops the request; the file may be deleted.</param>
    /// <returns>Whether there was one.</returns>
    public async Task<bool> DeleteAsync(
        string workspace,
        FilePath path,
        CancellationToken cancellationToken = default
    ) => (await Blob(workspace, path).DeleteIfExistsAsync(cancellationToken: cancellationToken)).Value;

    private BlobClient Blob(string workspace, FilePath path) => container.GetBlobClient(Root(workspace) + path.Value);

    private static string Root(string workspace) => $"{FlowKeys.Partition(workspace)}/";
}

/// <summary>A file that is stored.</summary>
/// <param name="Path">Its path.</param>
/// <param name="Length">Its length in bytes.</param>
/// <param name="UpdatedAt">When it was last written.</param>
public sealed record StoredFile(FilePath Path, long Length, DateTimeOffset? UpdatedAt);
