using FlowFunctions.Cli.Sources;
using FlowFunctions.Flows.Catalog;

namespace FlowFunctions.Cli.Remote.Flows;

/// <summary>The files of a folder that flows are pulled into.</summary>
/// <param name="folder">The folder.</param>
/// <param name="files">The flow files that are in it.</param>
internal sealed class PullTarget(string folder, IReadOnlyList<FlowFile> files)
{
    public static async Task<PullTarget> OpenAsync(string folder, IStepCatalog catalog) =>
        new(folder, Directory.Exists(folder) ? await FlowFiles.FindAsync(folder, catalog) : []);

    /// <summary>The flows that there are files of, by id.</summary>
    public IReadOnlyList<string> Flows { get; } =
    [
        .. files
            .Select(static file => file.Result.Document?.Id)
            .OfType<string>()
            .Where(static id => id.Length > 0)
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>The file of a flow, or null.</summary>
    /// <exception cref="InvalidUseException">There are several.</exception>
    public FlowFile? Find(string id)
    {
        var found = files.Where(file => file.Result.Document?.Id == id).ToArray();
        return found.Length < 2
            ? found.FirstOrDefault()
            : throw new InvalidUseException(
                $"{string.Join(" and ", found.Select(static file => file.Path))} have the same id '{id}'. Give one of them another."
            );
    }

    /// <summary>Where a flow goes that there is no file of yet.</summary>
    public string PathOf(string id)
    {
        var name = $"{id}.json";
        return folder == "." ? name : Path.Combine(folder, name);
    }
}
