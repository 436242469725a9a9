using System.Runtime.CompilerServices;
using Azure.Storage.Blobs.Models;

namespace FlowFunctions.Storage.Files;

/// <summary>Lists of files and of their versions.</summary>
internal sealed class FileLists(FileBlobs blobs)
{
    /// <summary>Deleted files are passed over; where there are very many, a page ends early.</summary>
    private const int MaxRequests = 4;

    public async IAsyncEnumerable<StoredFile> AllAsync(
        string workspace,
        string prefix,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var root = FileBlobs.Root(workspace);
        await foreach (var blob in blobs.List(root + prefix, cancellationToken))
        {
            if (FileOf(root, blob) is { } file)
            {
                yield return file;
            }
        }
    }

    public async Task<FilePage> PageAsync(FileQuery query, CancellationToken cancellationToken)
    {
        var root = FileBlobs.Root(query.Workspace);
        var items = new List<StoredFile>();
        var continuation = query.Continuation;
        for (var requests = 0; requests < MaxRequests && items.Count < query.Limit; requests++)
        {
            var pages = blobs
                .List(root + query.Prefix, cancellationToken)
                .AsPages(continuation, query.Limit - items.Count);
            var page = await pages.FirstAsync(cancellationToken);
            items.AddRange(page.Values.Select(blob => FileOf(root, blob)).OfType<StoredFile>());
            continuation = string.IsNullOrEmpty(page.ContinuationToken) ? null : page.ContinuationToken;
            if (continuation is null)
            {
                break;
            }
        }

        return new FilePage(items, continuation);
    }

    public async Task<IReadOnlyList<StoredFile>> VersionsAsync(
        string workspace,
        FilePath path,
        int? below,
        int limit,
        CancellationToken cancellationToken
    )
    {
        var most = below ?? int.MaxValue;
        var newest = (await blobs.ReadAsync(workspace, path, cancellationToken)).Newest;
        var versions = newest is null || newest.Version >= most ? [] : new List<StoredFile> { newest };
        await foreach (var blob in blobs.List(FileBlobs.Versions(workspace, path), cancellationToken))
        {
            if (versions.Count == limit)
            {
                break;
            }

            // A version is kept before it is replaced, so after a crash the newest is there twice.
            if (
                FileMetadata.Read(path, blob.Metadata) is { } version
                && version.Version < Math.Min(most, newest?.Version ?? most)
            )
            {
                versions.Add(version);
            }
        }

        return versions;
    }

    private static StoredFile? FileOf(string root, BlobItem blob) =>
        FilePath.TryParse(blob.Name[root.Length..], out var path, out _)
        && FileMetadata.Read(path, blob.Metadata) is { IsDeleted: false } file
            ? file
            : null;
}
