using System.Security.Cryptography;
using FlowFunctions.App.Flows.Archives;
using FlowFunctions.Flows.Files;
using FlowFunctions.Storage.Files;
using FlowFunctions.Storage.Flows;

namespace FlowFunctions.App.Flows.Documents;

/// <summary>The folders of flows as they are now, for the compiler: the workspace's folder that has the flow's id.</summary>
internal sealed class FlowFolders(FileStore files)
{
    /// <summary>Files that are not pinned count for nothing, but nobody waits for very many of them.</summary>
    private const int MaxListed = 10 * FileLimits.FlowFiles;

    /// <summary>Reads a folder. It stops where there is more than any flow may pin.</summary>
    /// <param name="workspace">The workspace.</param>
    /// <param name="flowId">The flow's id, which may not be one.</param>
    /// <param name="coming">Files that are about to be written over those that are there.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<FlowFolder> ReadAsync(
        string workspace,
        string flowId,
        IReadOnlyList<ArchivedFile> coming,
        CancellationToken cancellationToken
    )
    {
        var found = coming.ToDictionary(
            static file => file.Path.Value,
            static file =>
                (Hash: Convert.ToHexStringLower(SHA256.HashData(file.Content)), Bytes: (long)file.Content.Length),
            StringComparer.Ordinal
        );
        if (FlowStore.IsFlowId(flowId))
        {
            var folder = $"{flowId}/";
            await foreach (var file in files.ListAsync(workspace, folder, cancellationToken))
            {
                found.TryAdd(file.Path.Value[folder.Length..], (file.Sha256, file.Length));
                if (found.Count > MaxListed)
                {
                    break;
                }
            }
        }

        return new FlowFolder(
            found.ToDictionary(static file => file.Key, static file => file.Value.Hash, StringComparer.Ordinal),
            found.Where(static file => FlowFilePath.IsPinned(file.Key)).Sum(static file => file.Value.Bytes)
        );
    }
}
