using System.Buffers;
using System.Security.Cryptography;
using System.Text.Unicode;
using Azure;
using Azure.Storage.Blobs;
using FlowFunctions.Flows.Files;
using FlowFunctions.Storage.Flows;

namespace FlowFunctions.Storage.Files;

/// <summary>
/// Scripts and other files of workspaces, in the container <c>files</c>, with their versions. A content is stored under its hash before a
/// file shows it, so nothing is ever half visible, and what a plan pins stays. Thread-safe. Every method throws
/// <see cref="RequestFailedException"/> when the service refuses or cannot be reached.
/// </summary>
/// <param name="container">The container <c>files</c>, which exists.</param>
/// <param name="time">The clock; null for the system's.</param>
public sealed class FileStore(BlobContainerClient container, TimeProvider? time = null)
{
    /// <summary>How many bytes a file has at most: 5 MB.</summary>
    public const int MaxBytes = FileLimits.FileBytes;

    private const int MaxTries = 64;
    private const int HashLength = 64;
    private static readonly SearchValues<char> HashCharacters = SearchValues.Create("0123456789abcdef");

    private readonly FileBlobs _blobs = new(container);
    private readonly FileLists _lists = new(new FileBlobs(container));
    private readonly TimeProvider _time = time ?? TimeProvider.System;

    /// <summary>Writes a file, over one that is there.</summary>
    /// <param name="workspace">The workspace.</param>
    /// <param name="path">Its path.</param>
    /// <param name="content">Its content, at most <see cref="MaxBytes"/>.</param>
    /// <param name="cancellationToken">Stops the requests; the file may be written.</param>
    /// <returns>What came of it.</returns>
    /// <exception cref="ArgumentException">The content is too large.</exception>
    public Task<FileWrite> PutAsync(
        string workspace,
        FilePath path,
        ReadOnlyMemory<byte> content,
        CancellationToken cancellationToken = default
    ) => PutAsync(workspace, path, content, new FileEdit(), cancellationToken);

    /// <summary>Writes a file on a condition.</summary>
    /// <param name="workspace">The workspace.</param>
    /// <param name="path">Its path.</param>
    /// <param name="content">Its content, at most <see cref="MaxBytes"/>.</param>
    /// <param name="edit">Who does it and on what condition; of two who write with the same ETag exactly one succeeds.</param>
    /// <param name="cancellationToken">Stops the requests; the file may be written.</param>
    /// <returns>What came of it; content that is there already is <see cref="WriteOutcome.Unchanged"/> whatever the ETag.</returns>
    /// <exception cref="ArgumentException">The content is too large.</exception>
    public Task<FileWrite> PutAsync(
        string workspace,
        FilePath path,
        ReadOnlyMemory<byte> content,
        FileEdit edit,
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

        return ChangeAsync(workspace, Next(path, content, edit), content, edit, cancellationToken);
    }

    /// <summary>Deletes a file. Its versions and their contents stay, since plans may need them.</summary>
    /// <param name="workspace">The workspace.</param>
    /// <param name="path">Its path.</param>
    /// <param name="edit">Who does it and on what condition.</param>
    /// <param name="cancellationToken">Stops the requests; the file may be deleted.</param>
    /// <returns><see cref="WriteOutcome.Saved"/> if it is deleted.</returns>
    public Task<FileWrite> DeleteAsync(
        string workspace,
        FilePath path,
        FileEdit edit,
        CancellationToken cancellationToken = default
    ) => ChangeAsync(workspace, Next(path, default, edit) with { IsDeleted = true }, default, edit, cancellationToken);

    /// <summary>Finds a file.</summary>
    /// <param name="workspace">The workspace.</param>
    /// <param name="path">Its path.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <returns>The file as it is now, or null.</returns>
    public async Task<StoredFile?> FindAsync(
        string workspace,
        FilePath path,
        CancellationToken cancellationToken = default
    ) => (await _blobs.ReadAsync(workspace, path, cancellationToken)).File;

    /// <summary>Reads a file; one request.</summary>
    /// <param name="workspace">The workspace.</param>
    /// <param name="path">Its path.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <returns>The file as it is now with its content, or null.</returns>
    public Task<FileContent?> GetAsync(
        string workspace,
        FilePath path,
        CancellationToken cancellationToken = default
    ) => _blobs.DownloadAsync(workspace, path, cancellationToken);

    /// <summary>Lists all files by path.</summary>
    /// <param name="workspace">The workspace.</param>
    /// <param name="prefix">What their paths begin with; empty for all.</param>
    /// <param name="cancellationToken">Stops the requests.</param>
    /// <returns>The files, read page by page.</returns>
    public IAsyncEnumerable<StoredFile> ListAsync(
        string workspace,
        string prefix,
        CancellationToken cancellationToken = default
    ) => _lists.AllAsync(workspace, prefix, cancellationToken);

    /// <summary>Lists files by path, a page of them. A page may be short, or empty, although there are more.</summary>
    /// <param name="query">Which ones.</param>
    /// <param name="cancellationToken">Stops the requests.</param>
    /// <returns>The page.</returns>
    public Task<FilePage> ListAsync(FileQuery query, CancellationToken cancellationToken = default) =>
        _lists.PageAsync(query, cancellationToken);

    /// <summary>Finds a version of a file, also of one that was deleted since.</summary>
    /// <param name="workspace">The workspace.</param>
    /// <param name="path">Its path.</param>
    /// <param name="version">The version's number.</param>
    /// <param name="cancellationToken">Stops the requests.</param>
    /// <returns>The version, or null.</returns>
    public async Task<StoredFile?> GetVersionAsync(
        string workspace,
        FilePath path,
        int version,
        CancellationToken cancellationToken = default
    )
    {
        var newest = (await _blobs.ReadAsync(workspace, path, cancellationToken)).Newest;
        return newest is null || version < 1 || version > newest.Version ? null
            : version == newest.Version ? newest
            : await _blobs.FindVersionAsync(workspace, path, version, cancellationToken);
    }

    /// <summary>Lists the versions of a file, newest first, also of one that was deleted.</summary>
    /// <param name="workspace">The workspace.</param>
    /// <param name="path">Its path.</param>
    /// <param name="below">Only versions below this one; null for all.</param>
    /// <param name="limit">How many: 1 to 200.</param>
    /// <param name="cancellationToken">Stops the requests.</param>
    /// <returns>The versions; empty when there never was such a file.</returns>
    public Task<IReadOnlyList<StoredFile>> ListVersionsAsync(
        string workspace,
        FilePath path,
        int? below = null,
        int limit = 50,
        CancellationToken cancellationToken = default
    ) => _lists.VersionsAsync(workspace, path, below, limit, cancellationToken);

    /// <summary>Reads a content that a version or a plan names; it is there as long as the workspace is.</summary>
    /// <param name="workspace">The workspace.</param>
    /// <param name="sha256">Lower-case hexadecimal SHA-256.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <returns>The content, or null.</returns>
    /// <exception cref="InvalidDataException">What is stored under the hash has another.</exception>
    public async Task<byte[]?> GetContentAsync(
        string workspace,
        string sha256,
        CancellationToken cancellationToken = default
    )
    {
        if (sha256.Length != HashLength || sha256.AsSpan().ContainsAnyExcept(HashCharacters))
        {
            return null;
        }

        var content = await _blobs.FindContentAsync(workspace, sha256, cancellationToken);
        return content is null || Hash(content) == sha256
            ? content
            : throw new InvalidDataException($"The content {sha256} is damaged in the container 'files'.");
    }

    private StoredFile Next(FilePath path, ReadOnlyMemory<byte> content, FileEdit edit) =>
        new()
        {
            Path = path,
            Version = 0,
            Sha256 = Hash(content.Span),
            Length = content.Length,
            IsText = Utf8.IsValid(content.Span) && !content.Span.Contains((byte)0),
            UpdatedAt = _time.GetUtcNow(),
            UpdatedBy = edit.By,
            Message = edit.Message,
        };

    private async Task<FileWrite> ChangeAsync(
        string workspace,
        StoredFile next,
        ReadOnlyMemory<byte> content,
        FileEdit edit,
        CancellationToken cancellationToken
    )
    {
        var writeId = FlowRows.NewId();
        for (var tries = 1; tries <= MaxTries; tries++)
        {
            var read = await _blobs.ReadAsync(workspace, next.Path, cancellationToken);
            if (read.WriteId == writeId)
            {
                // The answer to the last try was lost.
                return Done(next.Version == 1, read.Newest!);
            }

            if (Answer(read.File, next, edit) is { } answer)
            {
                return answer;
            }

            next = next with { Version = (read.Newest?.Version ?? 0) + 1 };
            await KeepAsync(workspace, read, next, content, cancellationToken);
            if (await _blobs.TryWriteAsync(workspace, read, next, writeId, content, cancellationToken))
            {
                return Done(read.File is null, next);
            }
        }

        return new FileWrite(WriteOutcome.Conflict);
    }

    /// <summary>What needs no write.</summary>
    private static FileWrite? Answer(StoredFile? current, StoredFile next, FileEdit edit)
    {
        var refused = next.IsDeleted && current is null ? WriteOutcome.Missing : edit.Refusal(current);
        var same = current is not null && !next.IsDeleted && current.Sha256 == next.Sha256;
        return same && refused is null or WriteOutcome.Conflict && same ? new FileWrite(WriteOutcome.Unchanged, current)
            : refused is { } outcome ? new FileWrite(outcome, current)
            : null;
    }

    /// <summary>What the file that is about to be written, and its history, will refer to.</summary>
    private async Task KeepAsync(
        string workspace,
        FileSlot read,
        StoredFile next,
        ReadOnlyMemory<byte> content,
        CancellationToken cancellationToken
    )
    {
        if (!next.IsDeleted)
        {
            await _blobs.KeepContentAsync(workspace, next.Sha256, content, cancellationToken);
        }

        if (read.Newest is { } old)
        {
            await _blobs.KeepVersionAsync(workspace, old, cancellationToken);
        }
    }

    private static FileWrite Done(bool isNew, StoredFile file) =>
        new(isNew && !file.IsDeleted ? WriteOutcome.Created : WriteOutcome.Saved, file);

    private static string Hash(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(SHA256.HashData(content));
}
