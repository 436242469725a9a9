using System.Security.Cryptography;
using FlowFunctions.Flows.Files;

namespace FlowFunctions.Cli.Sources;

/// <summary>
/// The files of a flow's folder on disk, as a server would take them: none that is hidden, no document of the flow itself, nothing that
/// runtimes leave behind. Symbolic links are not followed.
/// </summary>
internal sealed class FlowFolderFiles
{
    private static readonly EnumerationOptions Plain = new()
    {
        AttributesToSkip = FileAttributes.ReparsePoint,
        IgnoreInaccessible = false,
    };

    private readonly Dictionary<string, string> _paths = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _hashes = new(StringComparer.Ordinal);

    private FlowFolderFiles(string folder) => Folder = folder;

    /// <summary>The folder; it may not exist.</summary>
    public string Folder { get; }

    /// <summary>Paths in the folder, with <c>/</c> between their parts, and the SHA-256 of each content.</summary>
    public IReadOnlyDictionary<string, string> Hashes => _hashes;

    /// <summary>How many bytes they have together.</summary>
    public long Bytes { get; private set; }

    /// <summary>For the compiler.</summary>
    public FlowFolder ForCompiler => new(_hashes, Bytes);

    /// <summary>
    /// Where the files of a flow are: beside a document that is called <c>flow</c>; else, since other flows may lie there, in the folder
    /// that is called as the document is.
    /// </summary>
    public static string FolderOf(string flowFile)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(flowFile))!;
        var name = Path.GetFileNameWithoutExtension(flowFile);
        return name == "flow" ? folder : Path.Combine(folder, name);
    }

    /// <summary>Reads a folder. It ends where there is more than any flow may have.</summary>
    /// <exception cref="InvalidUseException">A file cannot be read, is too large, or has a name that no file can have.</exception>
    public static async Task<FlowFolderFiles> ReadAsync(string folder)
    {
        var files = new FlowFolderFiles(folder);
        try
        {
            if (Directory.Exists(folder))
            {
                await files.AddAsync(folder, "");
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InvalidUseException($"The files in {folder} cannot be read: {exception.Message}");
        }

        return files;
    }

    /// <summary>A content as it was when the folder was read.</summary>
    /// <param name="hash">Its SHA-256.</param>
    /// <returns>The content, from its beginning.</returns>
    /// <exception cref="IOException">No file had it, or the file has changed since.</exception>
    public Stream Open(string hash) => new MemoryStream(ContentOf(hash), writable: false);

    /// <inheritdoc cref="Open"/>
    public byte[] ContentOf(string hash)
    {
        if (!_paths.TryGetValue(hash, out var path))
        {
            throw new IOException($"No file in {Folder} had the content {hash} when the folder was read.");
        }

        var content = File.ReadAllBytes(path);
        return HashOf(content) == hash
            ? content
            : throw new IOException($"{path} has changed since the folder was read. Start again.");
    }

    /// <summary>The lower-case hexadecimal SHA-256 of a content.</summary>
    public static string HashOf(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(SHA256.HashData(content));

    private async Task AddAsync(string folder, string prefix)
    {
        foreach (var file in Directory.EnumerateFiles(folder, "*", Plain).Order(StringComparer.Ordinal))
        {
            if (_hashes.Count > FileLimits.FlowFiles || Bytes > FileLimits.FlowBytes)
            {
                return;
            }

            var name = prefix + Path.GetFileName(file);
            if (FlowFilePath.IsPinned(name))
            {
                await AddFileAsync(file, name);
            }
        }

        foreach (var inner in Directory.EnumerateDirectories(folder, "*", Plain).Order(StringComparer.Ordinal))
        {
            var name = prefix + Path.GetFileName(inner);
            if (FlowFilePath.IsPinned(name))
            {
                await AddAsync(inner, name + "/");
            }
        }
    }

    private async Task AddFileAsync(string file, string name)
    {
        if (FlowFilePath.Problem(name) is { } problem)
        {
            throw new InvalidUseException($"{file} cannot go with a flow. {problem}");
        }

        var length = new FileInfo(file).Length;
        if (length > FileLimits.FileBytes)
        {
            throw new InvalidUseException(
                $"{file} has {length} bytes; {FileLimits.FileBytes} fit. Read large data at run time instead."
            );
        }

        Bytes += length;
        var hash = HashOf(await File.ReadAllBytesAsync(file));
        _hashes[name] = hash;
        _paths[hash] = file;
    }
}
