using System.Security.Cryptography;
using System.Text;
using FlowFunctions.Storage.Local;

namespace FlowFunctions.App.Local;

/// <summary>Builds the builder's site out of its sources, once for each state of them.</summary>
/// <param name="sources">The folder <c>static-web</c> of a working copy.</param>
internal sealed class SiteBuild(string sources)
{
    private const string Lock = ".build.lock";
    private static readonly string[] Made = ["node_modules", "dist", "coverage"];
    private readonly NpmFolder _npm = new(sources, "the builder");
    private readonly string _stamp = Path.Combine(sources, "dist", ".sources");

    /// <summary>Whether there is something to build.</summary>
    public bool HasSources => File.Exists(Path.Combine(sources, "package.json"));

    /// <summary>Whether the build is that of the sources as they are.</summary>
    public async Task<bool> IsCurrentAsync(CancellationToken cancellationToken)
    {
        try
        {
            return File.Exists(_stamp)
                && await File.ReadAllTextAsync(_stamp, cancellationToken) == await HashAsync(cancellationToken);
        }
        catch (IOException)
        {
            // Something was there a moment ago: somebody builds, or changes the sources.
            return false;
        }
    }

    /// <summary>Builds unless that is done. One process at a time does it.</summary>
    /// <param name="cancellationToken">Gives up, and ends npm.</param>
    /// <exception cref="NpmException">npm is missing, or failed.</exception>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public async Task EnsureAsync(CancellationToken cancellationToken)
    {
        await using var alone = await LockAsync(cancellationToken);
        if (!await IsCurrentAsync(cancellationToken))
        {
            await BuildAsync("build", cancellationToken);
        }
    }

    /// <summary>Checks everything about the sources, and builds them anew.</summary>
    /// <param name="cancellationToken">Gives up, and ends npm.</param>
    /// <exception cref="NpmException">npm is missing, or something is wrong; the message has what it said.</exception>
    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        await using var alone = await LockAsync(cancellationToken);
        await BuildAsync("check", cancellationToken);
    }

    /// <summary>Nobody builds until what is returned is disposed of.</summary>
    public Task<FileStream> LockAsync(CancellationToken cancellationToken) => _npm.LockAsync(Lock, cancellationToken);

    private async Task BuildAsync(string script, CancellationToken cancellationToken)
    {
        await _npm.InstallAsync(static () => { }, cancellationToken);
        await _npm.RunAsync(script, cancellationToken);

        // After the build, which makes some of its sources.
        await File.WriteAllTextAsync(_stamp, await HashAsync(cancellationToken), cancellationToken);
    }

    private async Task<string> HashAsync(CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in Files().Order(StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(Path.GetRelativePath(sources, file)));
            hash.AppendData(SHA256.HashData(await File.ReadAllBytesAsync(file, cancellationToken)));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private IEnumerable<string> Files() =>
        Directory
            .EnumerateFiles(sources)
            .Concat(
                Directory
                    .EnumerateDirectories(sources)
                    .Where(static folder => !Made.Contains(Path.GetFileName(folder), StringComparer.Ordinal))
                    .SelectMany(static folder => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
            )
            .Where(static file => !file.EndsWith(".lock", StringComparison.Ordinal));
}
