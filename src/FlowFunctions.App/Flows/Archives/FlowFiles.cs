using FlowFunctions.App.Limits.Space;
using FlowFunctions.App.Problems;
using FlowFunctions.Flows.Files;
using FlowFunctions.Flows.Plans;
using FlowFunctions.Storage.Files;

namespace FlowFunctions.App.Flows.Archives;

/// <summary>The files of a flow: those in the workspace's folder that has the flow's id.</summary>
internal sealed class FlowFiles(FileStore files, StorageUse space)
{
    /// <summary>The path of a flow's file in the workspace.</summary>
    /// <exception cref="ProblemException">400: it is too long with the flow's id.</exception>
    public static FilePath PathOf(string flowId, FilePath path) =>
        FilePath.TryParse($"{flowId}/{path}", out var whole, out var problem)
            ? whole
            : throw new ProblemException(
                Problem.BadRequest($"The file '{path}' cannot be kept. {problem}", "Archive.Invalid")
            );

    /// <summary>The files of a flow, with their paths below its folder.</summary>
    /// <param name="workspace">The workspace.</param>
    /// <param name="flowId">The flow.</param>
    /// <param name="pinned">Those that a version has; the others are taken as they are now. Null to take all as they are now.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ProblemException">409: they do not fit into an archive.</exception>
    public async Task<IReadOnlyList<(string Name, string Sha256)>> ListAsync(
        string workspace,
        string flowId,
        IReadOnlyDictionary<string, string>? pinned,
        CancellationToken cancellationToken
    )
    {
        var folder = $"{flowId}/";
        var found = (pinned ?? Plan.NoFiles).Select(static file => (file.Key, file.Value)).ToList();
        var bytes = 0L;
        CheckSize(flowId, found.Count, bytes);
        await foreach (var file in files.ListAsync(workspace, folder, cancellationToken))
        {
            var name = file.Path.Value[folder.Length..];
            if (pinned is null || !FlowFilePath.IsPinned(name))
            {
                found.Add((name, file.Sha256));
                bytes += file.Length;
                CheckSize(flowId, found.Count, bytes);
            }
        }

        return found;
    }

    /// <summary>Writes the files of an archive, over those that are there.</summary>
    /// <exception cref="ProblemException">507: they do not fit into the workspace.</exception>
    public async Task PutAsync(
        string workspace,
        string flowId,
        IEnumerable<ArchivedFile> archived,
        CancellationToken cancellationToken
    )
    {
        foreach (var (path, content) in archived.Select(file => (PathOf(flowId, file.Path), file.Content)).ToList())
        {
            await space.CheckFileAsync(workspace, content.Length);
            await files.PutAsync(workspace, path, content, cancellationToken);
        }
    }

    /// <summary>The content of a file; null if it is not stored any more.</summary>
    public Task<byte[]?> ReadAsync(string workspace, string sha256, CancellationToken cancellationToken) =>
        files.GetContentAsync(workspace, sha256, cancellationToken);

    private static void CheckSize(string flowId, int count, long bytes)
    {
        if (count >= FlowArchive.MaxEntries || bytes > FlowArchive.MaxBytes)
        {
            throw new ProblemException(
                Problem.Conflict(
                    "Archive.TooLarge",
                    $"The flow '{flowId}' has more files than fit into an archive: "
                        + $"{FlowArchive.MaxEntries - 1} files or {FlowArchive.MaxBytes} bytes. Read them one by one."
                )
            );
        }
    }
}
