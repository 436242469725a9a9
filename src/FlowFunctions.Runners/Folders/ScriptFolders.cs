using System.Security.Cryptography;

namespace FlowFunctions.Runners.Folders;

/// <summary>Gives the content that a hash stands for.</summary>
/// <param name="sha256">The SHA-256 of the content, in lower-case hexadecimal digits.</param>
/// <param name="cancellationToken">Gives up.</param>
/// <returns>The content, or null if it is not there.</returns>
public delegate ValueTask<ReadOnlyMemory<byte>?> FetchContent(string sha256, CancellationToken cancellationToken);

/// <summary>
/// Puts sets of files on local disk, each once, and keeps what was used last. The files are checked against their hashes, cannot be
/// changed, and can be read by whatever user a sandbox runs scripts as. Thread-safe.
/// </summary>
/// <param name="options">Where and how much.</param>
/// <param name="time">The clock.</param>
public sealed class ScriptFolders(ScriptFolderOptions options, TimeProvider time) : IDisposable
{
    private const int FetchesAtOnce = 8;
    private readonly Lazy<FolderCache> _cache = new(() => new(options.Root, options.MaxBytes, time));

    /// <summary>A folder with these files.</summary>
    /// <param name="files">The SHA-256 of each file's content, by the file's path with <c>/</c> between its parts.</param>
    /// <param name="fetch">Where contents come from, called for what is not on disk; by several threads at a time.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The folder, to be disposed when it is not used any more.</returns>
    /// <exception cref="ScriptFolderException">It could not be put together.</exception>
    public async ValueTask<ScriptFolderLease> RentAsync(
        IReadOnlyDictionary<string, string> files,
        FetchContent fetch,
        CancellationToken cancellationToken = default
    )
    {
        var set = FileSet.Of(files, options.MaxFiles);
        try
        {
            var lease = await _cache.Value.RentAsync(
                set.Hash,
                (folder, cancelled) => WriteAsync(set, folder, fetch, cancelled),
                cancellationToken
            );
            return new(lease, set.Hash);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ScriptFolderException(
                ScriptFolderFault.Disk,
                $"The scripts could not be written to {options.Root}: {exception.Message}",
                exception
            );
        }
    }

    /// <summary>Leaves the folders on disk for the next process.</summary>
    public void Dispose()
    {
        if (_cache.IsValueCreated)
        {
            _cache.Value.Dispose();
        }
    }

    private async Task WriteAsync(FileSet set, string folder, FetchContent fetch, CancellationToken cancellationToken)
    {
        long bytes = 0;
        var atOnce = new ParallelOptions
        {
            MaxDegreeOfParallelism = FetchesAtOnce,
            CancellationToken = cancellationToken,
        };
        await Parallel.ForEachAsync(
            set.Hashes,
            atOnce,
            async (file, cancelled) =>
            {
                var content = await FetchAsync(file.Key, file.Value, fetch, cancelled);
                CheckSize(Interlocked.Add(ref bytes, content.Length));
                await WriteAsync(Path.Combine(folder, file.Key), content, cancelled);
            }
        );
    }

    private static async Task<ReadOnlyMemory<byte>> FetchAsync(
        string path,
        string hash,
        FetchContent fetch,
        CancellationToken cancellationToken
    )
    {
        var content =
            await fetch(hash, cancellationToken)
            ?? throw new ScriptFolderException(
                ScriptFolderFault.ContentMissing,
                $"The content of '{path}' (SHA-256 {hash}) is not there any more. Save the file and publish the flow again."
            );
        return Convert.ToHexStringLower(SHA256.HashData(content.Span)) == hash
            ? content
            : throw new ScriptFolderException(
                ScriptFolderFault.ContentChanged,
                $"The content of '{path}' is not what its hash {hash} says. Save the file and publish the flow again."
            );
    }

    private static async Task WriteAsync(string path, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllBytesAsync(path, content, cancellationToken);
        if (content.Span.StartsWith("#!"u8))
        {
            // Scripts may start each other by their names.
            FileTree.SetMode(path, FileTree.Own);
        }
    }

    private void CheckSize(long bytes)
    {
        if (bytes > options.MaxFolderBytes)
        {
            throw new ScriptFolderException(
                ScriptFolderFault.TooLarge,
                $"The files are larger than {options.MaxFolderBytes} bytes together, which is what a folder of scripts may have."
            );
        }
    }
}
