namespace FlowFunctions.Runners.Layers;

/// <summary>Files in a script's folder that say what the script depends on.</summary>
/// <param name="root">The script's folder.</param>
internal sealed class ManifestFile(string root)
{
    /// <summary>Where a file of that name is nearest to the script: beside it, or in a folder above up to the script's folder.</summary>
    /// <returns>Its folder, relative to the script's folder; null when there is none.</returns>
    public string? FindAbove(string entry, string name)
    {
        for (var folder = Path.GetDirectoryName(entry); folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(root, folder, name)))
            {
                return folder;
            }
        }

        return null;
    }

    /// <summary>A path that a file names, relative to the script's folder.</summary>
    /// <param name="folder">What it is relative to, in the script's folder.</param>
    /// <param name="path">The path.</param>
    /// <exception cref="DependencyException">It leads out of the script's folder.</exception>
    public string Inside(string folder, string path)
    {
        var full = Path.GetFullPath(Path.Combine(root, folder, path));
        var relative = Path.GetRelativePath(root, full);
        return Path.IsPathRooted(relative) || relative == ".." || relative.StartsWith("../", StringComparison.Ordinal)
            ? throw new DependencyException($"'{path}' is not in the script's folder: only files in it are installed.")
            : relative;
    }

    /// <summary>The files that a path stands for: itself, or all that a folder holds.</summary>
    /// <exception cref="DependencyException">It is not there.</exception>
    public IEnumerable<string> Files(string path)
    {
        var full = Path.Combine(root, path);
        return File.Exists(full) ? [path]
            : Directory.Exists(full) ? FilesIn(full, "*")
            : throw new DependencyException(
                $"'{path}' is not in the script's folder. Put the file there, or correct its name."
            );
    }

    /// <summary>All files of a kind in the script's folder.</summary>
    public IEnumerable<string> All(string pattern) => FilesIn(root, pattern);

    /// <summary>Reads a file.</summary>
    public string Read(string path) => File.ReadAllText(Path.Combine(root, path));

    private IEnumerable<string> FilesIn(string folder, string pattern) =>
        Directory
            .EnumerateFiles(folder, pattern, SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(root, file));
}
