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

    /// <summary>Builds unless that is done.</summary>
    /// <param name="begins">Called before something that takes a while, with what it is.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Whether it was built now.</returns>
    /// <exception cref="NpmException">npm is missing, or failed.</exception>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public async Task<bool> EnsureAsync(Action<string> begins, CancellationToken cancellationToken)
    {
        await using var alone = await _npm.LockAsync(Lock, cancellationToken);
        if (
            File.Exists(_stamp)
            && await File.ReadAllTextAsync(_stamp, cancellationToken) == await HashAsync(cancellationToken)
        )
        {
            return false;
        }

        await _npm.InstallAsync(
            () => begins("Installing what the builder is made of from npm; this happens once."),
            cancellationToken
        );
        begins("Building the builder; this happens once for each change of it.");
        await _npm.RunAsync("build", cancellationToken);

        // After the build, which makes some of its sources.
        await File.WriteAllTextAsync(_stamp, await HashAsync(cancellationToken), cancellationToken);
        return true;
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
