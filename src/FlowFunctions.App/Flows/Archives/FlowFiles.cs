using FlowFunctions.App.Problems;
using FlowFunctions.Storage.Files;

namespace FlowFunctions.App.Flows.Archives;

/// <summary>The files of a flow: those in the workspace's folder that has the flow's id.</summary>
internal sealed class FlowFiles(FileStore files)
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
    /// <exception cref="ProblemException">409: they do not fit into an archive.</exception>
    public async Task<IReadOnlyList<(string Name, FilePath Path)>> ListAsync(
        string workspace,
        string flowId,
        CancellationToken cancellationToken
    )
    {
        var folder = $"{flowId}/";
        var found = new List<(string, FilePath)>();
        var bytes = 0L;
        await foreach (var file in files.ListAsync(workspace, folder, cancellationToken))
        {
            found.Add((file.Path.Value[folder.Length..], file.Path));
            bytes += file.Length;
            if (found.Count >= FlowArchive.MaxEntries || bytes > FlowArchive.MaxBytes)
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

        return found;
    }

    /// <summary>Writes the files of an archive, over those that are there.</summary>
    public async Task PutAsync(
        string workspace,
        string flowId,
        IEnumerable<ArchivedFile> archived,
        CancellationToken cancellationToken
    )
    {
        foreach (var (path, content) in archived.Select(file => (PathOf(flowId, file.Path), file.Content)).ToList())
        {
            await files.PutAsync(workspace, path, content, cancellationToken);
        }
    }

    /// <summary>The content of a file; null if it was deleted in the meantime.</summary>
    public async Task<byte[]?> ReadAsync(string workspace, FilePath path, CancellationToken cancellationToken) =>
        (await files.GetAsync(workspace, path, cancellationToken))?.Content;
}
