using System.Buffers;

namespace FlowFunctions.Storage.Payloads;

/// <summary>Names of the blobs of values: <c>sha256/ab/ab12…</c>. The container has other folders, too.</summary>
internal static class PayloadName
{
    /// <summary>Where the values are.</summary>
    public const string Folder = "sha256/";

    private const int HashLength = 64;
    private static readonly SearchValues<char> HashCharacters = SearchValues.Create("0123456789abcdef");

    /// <exception cref="ArgumentException">It is no hash.</exception>
    public static string Of(string hash) =>
        IsHash(hash)
            ? $"{Folder}{hash.AsSpan(0, 2)}/{hash}"
            : throw new ArgumentException($"'{hash}' is not the hash of a value.", nameof(hash));

    /// <summary>The hash of a blob, or null for one that is no value.</summary>
    public static string? HashOf(string name)
    {
        var hash = name[(name.LastIndexOf('/') + 1)..];
        return IsHash(hash) ? hash : null;
    }

    private static bool IsHash(string hash) =>
        hash.Length == HashLength && !hash.AsSpan().ContainsAnyExcept(HashCharacters);
}
