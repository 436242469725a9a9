using System.Text.Json;

namespace FlowFunctions.Runners.Layers;

/// <summary>
/// Reads <c>package.json</c> as far as it must be known before npm does: which files decide what is installed, and whether something must
/// be downloaded.
/// </summary>
internal static class NodePackage
{
    /// <summary>The file's name.</summary>
    public const string FileName = "package.json";

    /// <summary>The name of the file that fixes all versions.</summary>
    public const string LockName = "package-lock.json";

    private const string FileScheme = "file:";
    private static readonly string[] Settings = [LockName, ".npmrc"];
    private static readonly string[] Kinds = ["dependencies", "optionalDependencies"];

    /// <summary>What a script depends on, or null for nothing.</summary>
    /// <exception cref="DependencyException">The file is no JSON, or names a file that is not there.</exception>
    public static Dependencies? Find(ManifestFile folder, string entry)
    {
        if (folder.FindAbove(entry, FileName) is not { } from)
        {
            return null;
        }

        var specifications = Read(folder, Path.Combine(from, FileName));
        if (specifications.Count == 0)
        {
            return null;
        }

        var paths = specifications.Select(PathOf).ToList();
        var local = paths.OfType<string>().SelectMany(path => folder.Files(folder.Inside(from, path)));
        var settings = folder.All("*").Intersect(Settings.Select(name => Path.Combine(from, name)));
        return new(from, FileName, [Path.Combine(from, FileName), .. settings, .. local], !paths.Contains(null));
    }

    private static List<string> Read(ManifestFile folder, string path)
    {
        try
        {
            using var document = JsonDocument.Parse(folder.Read(path));
            return [.. Kinds.SelectMany(kind => Specifications(document.RootElement, kind))];
        }
        catch (JsonException exception)
        {
            throw new DependencyException(
                $"{path} cannot be read: it is no JSON. Correct it in line {exception.LineNumber + 1}."
            );
        }
        catch (InvalidOperationException)
        {
            throw new DependencyException(
                $"{path} cannot be read: write an object, and in it '{string.Join("' and '", Kinds)}' as objects with a text for each package."
            );
        }
    }

    private static List<string> Specifications(JsonElement package, string kind) =>
        package.TryGetProperty(kind, out var dependencies)
            ? [.. dependencies.EnumerateObject().Select(one => one.Value.GetString() ?? "")]
            : [];

    // As npm tells them apart: a path, or something to be downloaded.
    private static string? PathOf(string specification) =>
        specification.StartsWith(FileScheme, StringComparison.Ordinal) ? specification[FileScheme.Length..]
        : specification.Contains("://", StringComparison.Ordinal) ? null
        : specification.StartsWith('.') || specification.EndsWith(".tgz", StringComparison.Ordinal) ? specification
        : null;
}
