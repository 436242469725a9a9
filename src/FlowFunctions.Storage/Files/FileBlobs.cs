using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using FlowFunctions.Storage.Accounts;
using FlowFunctions.Storage.Flows;

namespace FlowFunctions.Storage.Files;

/// <summary>
/// The blobs of files. <c>workspace/path</c> is a file as it is now, which decides races; <c>~versions/…</c> has a blob without content for
/// each version before that one; <c>~contents/…</c> has every content by its SHA-256. No workspace's name begins with <c>~</c>.
/// </summary>
internal sealed class FileBlobs(BlobContainerClient container)
{
    public static string Root(string workspace) => $"{FlowKeys.Partition(workspace)}/";

    /// <summary>Where the contents of a workspace's files are, of old versions too.</summary>
    public static string Contents(string workspace) => $"~contents/{Root(workspace)}";

    /// <summary>Where the older versions of a file are; by the hash of its path, which may be as long as a name.</summary>
    public static string Versions(string workspace, FilePath path) =>
        $"~versions/{Root(workspace)}{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(path.Value)))}/";

    /// <summary>The file as it is now.</summary>
    public async Task<FileSlot> ReadAsync(string workspace, FilePath path, CancellationToken cancellationToken)
    {
        BlobProperties? found = null;
        await StorageFailure.TryAsync(
            async () => found = await Head(workspace, path).GetPropertiesAsync(cancellationToken: cancellationToken),
            404
        );
        return found is null
            ? new FileSlot(null, null, null)
            : new FileSlot(FileMetadata.Read(path, found.Metadata), found.ETag, FileMetadata.WriteId(found.Metadata));
    }

    /// <summary>The file as it is now, with its content; null if there is none.</summary>
    public async Task<FileContent?> DownloadAsync(string workspace, FilePath path, CancellationToken cancellationToken)
    {
        BlobDownloadResult? found = null;
        await StorageFailure.TryAsync(
            async () => found = await Head(workspace, path).DownloadContentAsync(cancellationToken),
            404
        );
        return found is not null && FileMetadata.Read(path, found.Details.Metadata) is { IsDeleted: false } file
            ? new FileContent(file, found.Content.ToArray())
            : null;
    }

    /// <summary>Writes the file unless somebody else has since it was read.</summary>
    /// <returns>False also when it was this call that did it and the answer was lost.</returns>
    public Task<bool> TryWriteAsync(
        string workspace,
        FileSlot read,
        StoredFile next,
        string writeId,
        ReadOnlyMemory<byte> content,
        CancellationToken cancellationToken
    ) =>
        StorageFailure.TryAsync(
            () =>
                Head(workspace, next.Path)
                    .UploadAsync(
                        new BinaryData(content),
                        Options(
                            read.ETag is { } etag
                                ? new BlobRequestConditions { IfMatch = etag }
                                : new BlobRequestConditions { IfNoneMatch = ETag.All },
                            FileMetadata.Of(next, writeId)
                        ),
                        cancellationToken
                    ),
            404,
            409,
            412
        );

    /// <summary>Keeps a version that is about to be replaced.</summary>
    public Task KeepVersionAsync(string workspace, StoredFile version, CancellationToken cancellationToken) =>
        KeepAsync(
            Version(workspace, version.Path, version.Version),
            default,
            FileMetadata.Of(version),
            cancellationToken
        );

    /// <summary>Keeps a content under its hash.</summary>
    public Task KeepContentAsync(
        string workspace,
        string sha256,
        ReadOnlyMemory<byte> content,
        CancellationToken cancellationToken
    ) => KeepAsync(Content(workspace, sha256), content, null, cancellationToken);

    public async Task<byte[]?> FindContentAsync(string workspace, string sha256, CancellationToken cancellationToken)
    {
        BlobDownloadResult? found = null;
        await StorageFailure.TryAsync(
            async () =>
                found = await container
                    .GetBlobClient(Content(workspace, sha256))
                    .DownloadContentAsync(cancellationToken),
            404
        );
        return found?.Content.ToArray();
    }

    public async Task<StoredFile?> FindVersionAsync(
        string workspace,
        FilePath path,
        int version,
        CancellationToken cancellationToken
    )
    {
        BlobProperties? found = null;
        await StorageFailure.TryAsync(
            async () =>
                found = await container
                    .GetBlobClient(Version(workspace, path, version))
                    .GetPropertiesAsync(cancellationToken: cancellationToken),
            404
        );
        return found is null ? null : FileMetadata.Read(path, found.Metadata);
    }

    /// <summary>Blobs by name, with their metadata.</summary>
    public AsyncPageable<BlobItem> List(string prefix, CancellationToken cancellationToken) =>
        container.GetBlobsAsync(BlobTraits.Metadata, prefix: prefix, cancellationToken: cancellationToken);

    private Task<bool> KeepAsync(
        string name,
        ReadOnlyMemory<byte> content,
        Dictionary<string, string>? metadata,
        CancellationToken cancellationToken
    ) =>
        StorageFailure.TryAsync(
            () =>
                container
                    .GetBlobClient(name)
                    .UploadAsync(
                        new BinaryData(content),
                        Options(new BlobRequestConditions { IfNoneMatch = ETag.All }, metadata),
                        cancellationToken
                    ),
            409,
            412
        );

    private static BlobUploadOptions Options(BlobRequestConditions conditions, Dictionary<string, string>? metadata) =>
        new()
        {
            Conditions = conditions,
            Metadata = metadata,
            HttpHeaders = new BlobHttpHeaders { ContentType = "application/octet-stream" },
        };

    private BlobClient Head(string workspace, FilePath path) => container.GetBlobClient(Root(workspace) + path.Value);

    private static string Content(string workspace, string sha256) => $"{Contents(workspace)}{sha256[..2]}/{sha256}";

    // Counting down, so that the newest comes first.
    private static string Version(string workspace, FilePath path, int version) =>
        string.Create(CultureInfo.InvariantCulture, $"{Versions(workspace, path)}{int.MaxValue - version:D10}");
}

/// <summary>The place of a file as it was read.</summary>
/// <param name="Newest">The newest version, which may be a deletion; null when there never was one.</param>
/// <param name="ETag">The blob's version; null when there is no blob.</param>
/// <param name="WriteId">Which write made it so.</param>
internal sealed record FileSlot(StoredFile? Newest, ETag? ETag, string? WriteId)
{
    /// <summary>The file; null when there is none.</summary>
    public StoredFile? File => Newest is { IsDeleted: false } ? Newest : null;
}
