using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace FlowFunctions.Runners.Tests.Folders;

/// <summary>Contents by their hashes, which count how often they were fetched.</summary>
internal sealed class Contents
{
    private readonly ConcurrentDictionary<string, byte[]> _byHash = new();
    private int _fetches;

    public int Fetches => _fetches;

    /// <summary>Keeps texts under paths, and gives the hashes of a set of files.</summary>
    public Dictionary<string, string> Add(params (string Path, string Text)[] files) =>
        files.ToDictionary(file => file.Path, file => Add(file.Text));

    public string Add(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var hash = Convert.ToHexStringLower(SHA256.HashData(bytes));
        _byHash[hash] = bytes;
        return hash;
    }

    public void Damage(string hash) => _byHash[hash] = [1, 2, 3];

    public ValueTask<ReadOnlyMemory<byte>?> FetchAsync(string sha256, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _fetches);
        return ValueTask.FromResult(
            _byHash.TryGetValue(sha256, out var content) ? (ReadOnlyMemory<byte>?)content : null
        );
    }
}
