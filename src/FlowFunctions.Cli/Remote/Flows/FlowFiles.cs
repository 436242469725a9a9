using System.Text.Json;
using FlowFunctions.Cli.Sources;
using FlowFunctions.Flows.Catalog;
using FlowFunctions.Flows.Text;

namespace FlowFunctions.Cli.Remote.Flows;

/// <summary>Finds the flow files of folders.</summary>
internal static class FlowFiles
{
    private static readonly string[] Extensions = [".json", ".yaml", ".yml"];

    /// <summary>Reads and compiles the files that are named, and those that stand in folders that are named.</summary>
    /// <exception cref="InvalidUseException">A path cannot be read, or there is no flow in a folder.</exception>
    public static async Task<IReadOnlyList<FlowFile>> ReadAsync(IEnumerable<string> paths, IStepCatalog catalog)
    {
        var files = new List<FlowFile>();
        foreach (var path in paths)
        {
            if (!Directory.Exists(path))
            {
                files.Add(await FlowFile.ReadAsync(path, catalog));
                continue;
            }

            var found = await FindAsync(path, catalog);
            if (found.Count == 0)
            {
                throw new InvalidUseException(
                    $"There is no flow in {path}: none of its .json, .yaml and .yml files, nor those in its folders, has 'id' and 'steps'."
                );
            }

            files.AddRange(found);
        }

        return files;
    }

    /// <summary>The flow files of a folder and of the folders in it, by path.</summary>
    public static async Task<IReadOnlyList<FlowFile>> FindAsync(string folder, IStepCatalog catalog)
    {
        var files = new List<FlowFile>();
        foreach (var path in Candidates(folder))
        {
            if (await IsFlowAsync(path))
            {
                files.Add(await FlowFile.ReadAsync(path, catalog));
            }
        }

        return files;
    }

    private static IEnumerable<string> Candidates(string folder)
    {
        var inner = Directory
            .EnumerateDirectories(folder)
            .Where(static path => !Path.GetFileName(path).StartsWith('.'));
        return new[] { folder }
            .Concat(inner)
            .SelectMany(Directory.EnumerateFiles)
            .Where(static path => Extensions.Contains(Path.GetExtension(path)))
            .Select(path => folder == "." ? Path.GetRelativePath(".", path) : path)
            .Order(StringComparer.Ordinal);
    }

    /// <summary>Inputs, package files and the like are no flows; a broken file is one by its name only.</summary>
    private static async Task<bool> IsFlowAsync(string path)
    {
        if (Path.GetFileNameWithoutExtension(path) == "flow")
        {
            return true;
        }

        var root = await TryReadAsync(path);
        return root is { ValueKind: JsonValueKind.Object } document
            && document.TryGetProperty("id", out _)
            && document.TryGetProperty("steps", out _);
    }

    private static async Task<JsonElement?> TryReadAsync(string path)
    {
        try
        {
            return TextDocument.Read(await TextFile.ReadAsync(path), TextFormat.Auto, [])?.Root;
        }
        catch (InvalidUseException)
        {
            return null;
        }
    }
}
