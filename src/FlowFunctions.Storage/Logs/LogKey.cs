using System.Globalization;
using FlowFunctions.Storage.Accounts;

namespace FlowFunctions.Storage.Logs;

/// <summary>A step attempt that has a log.</summary>
/// <param name="Workspace">The tenant.</param>
/// <param name="RunId">The run.</param>
/// <param name="StepPath">The step's path in the run, for example <c>loop[17]/fetch</c>.</param>
/// <param name="Attempt">The attempt, from 1.</param>
public sealed record LogKey(string Workspace, string RunId, string StepPath, int Attempt)
{
    private const string Extension = ".jsonl";

    internal string BlobName =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Folder(Workspace, RunId)}/{BlobKey.Of(StepPath)}/{Attempt}{Extension}"
        );

    internal static string Folder(string workspace) => $"{BlobKey.Of(workspace)}/";

    internal static string Folder(string workspace, string runId) => $"{Folder(workspace)}{BlobKey.Of(runId)}";

    /// <summary>The attempt of a blob, or null for one that is no log.</summary>
    internal static LogKey? Read(string blobName) =>
        blobName.Split('/') is [var workspace, var run, var path, var file]
        && file.EndsWith(Extension, StringComparison.Ordinal)
        && int.TryParse(file.AsSpan(0, file.Length - Extension.Length), CultureInfo.InvariantCulture, out var attempt)
            ? new(BlobKey.Text(workspace), BlobKey.Text(run), BlobKey.Text(path), attempt)
            : null;
}
