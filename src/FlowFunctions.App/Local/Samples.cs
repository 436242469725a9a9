using FlowFunctions.App.Flows.Documents;
using FlowFunctions.Flows.Catalog;
using FlowFunctions.Flows.Compilation;
using FlowFunctions.Flows.Files;
using FlowFunctions.Flows.Text;
using FlowFunctions.Storage.Accounts;
using FlowFunctions.Storage.Files;
using FlowFunctions.Storage.Flows;

namespace FlowFunctions.App.Local;

/// <summary>The flows that come with the product, for a workspace that has none yet.</summary>
/// <param name="folder">The folder with a folder for each.</param>
/// <param name="dataFolder">Where it is noted that loading has begun.</param>
/// <param name="store">Where they go.</param>
/// <param name="files">Where their scripts and other files go.</param>
/// <param name="catalog">The step types that they use.</param>
internal sealed class Samples(string folder, string dataFolder, FlowStore store, FileStore files, IStepCatalog catalog)
{
    /// <summary>The sample that people are told to try first.</summary>
    public const string First = "order-intake";

    private const string Message = "A sample that comes with FlowFunctions.";

    // What people start it with; no step reads it.
    private const string InputName = "input.json";

    private static readonly string[] ThatCallServices = [First, "retry-and-recover"];

    // A start that is killed in the middle goes on with the rest; a sample that somebody deleted later stays deleted.
    private readonly string _begun = Path.Combine(dataFolder, "samples.loading");

    /// <summary>The samples in the storage of an account.</summary>
    public static Samples In(StorageAccount account, string folder, string dataFolder, IStepCatalog catalog) =>
        new(
            folder,
            dataFolder,
            new FlowStore(
                account.Tables.GetTableClient(StorageLayout.Flows),
                account.Blobs.GetBlobContainerClient(StorageLayout.FlowDocuments)
            ),
            new FileStore(account.Blobs.GetBlobContainerClient(StorageLayout.Files)),
            catalog
        );

    /// <summary>Loads and publishes them if the workspace has no flow; a flow that is there is never touched.</summary>
    /// <returns>The ids of those that were loaded.</returns>
    public async Task<IReadOnlyList<string>> LoadAsync(string workspace, CancellationToken cancellationToken)
    {
        if (!File.Exists(_begun) && !await IsEmptyAsync(workspace, cancellationToken))
        {
            return [];
        }

        await File.WriteAllTextAsync(_begun, "", cancellationToken);
        var documents = new FlowDocuments(new FlowCompiler(catalog), new FlowFolders(files));
        var loaded = new List<string>();
        foreach (var file in Files())
        {
            var text = FlowText.Decode(await File.ReadAllBytesAsync(file, cancellationToken), TextFormat.Json);
            var sample = Path.GetDirectoryName(file)!;
            await PutFilesAsync(workspace, sample, cancellationToken);
            var content = await documents.ContentAsync(workspace, text, Path.GetFileName(sample), cancellationToken);
            var edit = new FlowEdit { Message = Message };
            var write = await store.SaveAsync(workspace, new FlowSave(content, edit, Publish: true), cancellationToken);
            if (write.Outcome == WriteOutcome.Created)
            {
                loaded.Add(content.FlowId);
            }
        }

        File.Delete(_begun);
        return loaded;
    }

    /// <summary>Whether a sample is there that calls services.</summary>
    public async Task<bool> NeedServicesAsync(string workspace, CancellationToken cancellationToken)
    {
        var found = await Task.WhenAll(ThatCallServices.Select(id => store.GetAsync(workspace, id, cancellationToken)));
        return found.Any(static flow => flow is not null);
    }

    /// <summary>Whether <see cref="First"/> is there.</summary>
    public async Task<bool> HasFirstAsync(string workspace, CancellationToken cancellationToken) =>
        await store.GetAsync(workspace, First, cancellationToken) is { PublishedVersion: not null };

    /// <summary>Before the flow, which pins them. A file that is there already is somebody's own.</summary>
    private async Task PutFilesAsync(string workspace, string sample, CancellationToken cancellationToken)
    {
        var edit = new FileEdit { MustBeNew = true, Message = Message };
        foreach (var file in Directory.EnumerateFiles(sample, "*", SearchOption.AllDirectories))
        {
            var name = Path.GetRelativePath(sample, file).Replace(Path.DirectorySeparatorChar, '/');
            if (
                name != InputName
                && FlowFilePath.IsPinned(name)
                && FilePath.TryParse($"{Path.GetFileName(sample)}/{name}", out var path, out _)
            )
            {
                var content = await File.ReadAllBytesAsync(file, cancellationToken);
                await files.PutAsync(workspace, path, content, edit, cancellationToken);
            }
        }
    }

    private async Task<bool> IsEmptyAsync(string workspace, CancellationToken cancellationToken)
    {
        var page = await store.ListAsync(new FlowQuery(workspace) { Limit = 1 }, cancellationToken);
        return page.Items.Count == 0;
    }

    private IEnumerable<string> Files() =>
        Directory
            .EnumerateDirectories(folder)
            .Order(StringComparer.Ordinal)
            .Select(static sample => Path.Combine(sample, "flow.json"))
            .Where(File.Exists);
}
