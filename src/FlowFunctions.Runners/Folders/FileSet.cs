using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace FlowFunctions.Runners.Folders;

/// <summary>The files of a folder, checked.</summary>
internal sealed class FileSet
{
    private const int HashLength = 64;
    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");

    private FileSet(IReadOnlyDictionary<string, string> hashes, string hash) => (Hashes, Hash) = (hashes, hash);

    /// <summary>The SHA-256 of each file's content by the file's path.</summary>
    public IReadOnlyDictionary<string, string> Hashes { get; }

    /// <summary>What the set is known by: the same for the same paths with the same contents.</summary>
    public string Hash { get; }

    /// <exception cref="ScriptFolderException">A path or hash is not allowed, or there are too many.</exception>
    public static FileSet Of(IReadOnlyDictionary<string, string> hashes, int maxFiles)
    {
        if (hashes.Count > maxFiles)
        {
            throw new ScriptFolderException(
                ScriptFolderFault.TooLarge,
                $"The folder has {hashes.Count} files; a folder of scripts may have {maxFiles}."
            );
        }

        FilePaths.Check(hashes.Keys);
        foreach (var (path, hash) in hashes)
        {
            CheckHash(path, hash);
        }

        return new(hashes, HashOf(hashes));
    }

    private static void CheckHash(string path, string hash)
    {
        if (hash.Length != HashLength || hash.AsSpan().ContainsAnyExcept(HexDigits))
        {
            throw new ScriptFolderException(
                ScriptFolderFault.BadHash,
                $"The hash of '{path}' is no SHA-256 in {HashLength} lower-case hexadecimal digits."
            );
        }
    }

    // No path has a NUL and every hash is equally long, so two sets never make the same text.
    private static string HashOf(IReadOnlyDictionary<string, string> hashes)
    {
        using var all = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (path, hash) in hashes.OrderBy(file => file.Key, StringComparer.Ordinal))
        {
            all.AppendData(Encoding.UTF8.GetBytes($"{path}\0{hash}"));
        }

        return Convert.ToHexStringLower(all.GetHashAndReset());
    }
}
