using System.Text.RegularExpressions;

namespace FlowFunctions.Runners.Layers;

/// <summary>
/// Reads <c>requirements.txt</c> as far as it must be known before pip does: which files decide what is installed, and whether something
/// must be downloaded.
/// </summary>
internal sealed partial class PythonRequirements
{
    /// <summary>The file's name.</summary>
    public const string FileName = "requirements.txt";

    /// <summary>Packages that are found without an index.</summary>
    public const string Wheels = "*.whl";

    private const int MaxFiles = 100;
    private readonly ManifestFile _folder;
    private readonly string _from;
    private readonly List<string> _files = [];
    private bool _hasRequirements;
    private bool _isLocal = true;

    private PythonRequirements(ManifestFile folder, string from) => (_folder, _from) = (folder, from);

    /// <summary>What a script depends on, or null for nothing.</summary>
    /// <exception cref="DependencyException">A line is not understood, or names a file that is not there.</exception>
    public static Dependencies? Find(ManifestFile folder, string entry)
    {
        if (folder.FindAbove(entry, FileName) is not { } from)
        {
            return null;
        }

        var requirements = new PythonRequirements(folder, from);
        requirements.Read(Path.Combine(from, FileName));
        return requirements._hasRequirements
            ? new(from, FileName, [.. requirements._files, .. folder.All(Wheels)], requirements._isLocal)
            : null;
    }

    private void Read(string path)
    {
        if (_files.Contains(path))
        {
            return;
        }

        if (_files.Count == MaxFiles)
        {
            throw new DependencyException($"{FileName} names more than {MaxFiles} files.");
        }

        _files.Add(path);
        foreach (var line in Continued().Replace(_folder.Read(path), "").Split('\n'))
        {
            var text = Comment().Replace(line, "").Trim();
            if (text.Length > 0)
            {
                ReadLine(text);
            }
        }
    }

    private void ReadLine(string line)
    {
        var option = Option().Match(line);
        switch (option.Groups[1].Value)
        {
            case "":
                ReadRequirement(line);
                break;
            case "-r" or "--requirement" or "-c" or "--constraint":
                Read(_folder.Inside(_from, option.Groups[2].Value));
                break;
            case "-e" or "--editable":
                throw new DependencyException(
                    $"{FileName} asks for an editable package ({line}), which a layer cannot be: name its folder without -e."
                );
            default:
                // pip's own, for example --index-url.
                break;
        }
    }

    private void ReadRequirement(string line)
    {
        _hasRequirements = true;
        var path = line.Split(';', ' ')[0];
        if (path.StartsWith("file:", StringComparison.Ordinal) || line.Contains(" @ file:", StringComparison.Ordinal))
        {
            throw new DependencyException(
                $"{FileName} names a file by an address ({line}): write its path, for example ./wheels/name.whl."
            );
        }

        if (!path.Contains("://", StringComparison.Ordinal) && LooksLikePath().IsMatch(path))
        {
            // What stands in brackets behind a path is a choice of the package's extras.
            _files.AddRange(_folder.Files(_folder.Inside(_from, path.Split('[')[0])));
        }
        else
        {
            _isLocal = false;
        }
    }

    [GeneratedRegex(@"\\\r?\n")]
    private static partial Regex Continued();

    [GeneratedRegex(@"(^|\s)#.*$")]
    private static partial Regex Comment();

    [GeneratedRegex(@"^(-[a-z]|--[a-z-]+)[\s=]*(.*)$")]
    private static partial Regex Option();

    [GeneratedRegex(@"/|\.(whl|tar\.gz|zip|tgz|tar\.bz2)(\[.*)?$")]
    private static partial Regex LooksLikePath();
}
