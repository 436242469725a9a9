using FlowFunctions.Cli.Sources;
using FlowFunctions.Steps.Script;

namespace FlowFunctions.Cli.Run;

/// <summary>
/// The contents of flows' files as they were when a run started, kept in the run's folder: the run goes on with them when it is resumed,
/// whatever was edited since.
/// </summary>
/// <param name="folder">Where they are kept.</param>
internal sealed class RunFiles(string folder) : IFlowFiles
{
    /// <summary>Keeps the files that a flow pins; those that are kept already stay.</summary>
    /// <exception cref="InvalidUseException">They cannot be copied.</exception>
    public async Task KeepAsync(FlowFile flow)
    {
        if (flow is not { Plan.Files: { IsEmpty: false } pinned, Files: { } source })
        {
            return;
        }

        try
        {
            Directory.CreateDirectory(folder);
            foreach (
                var hash in pinned.Values.Distinct(StringComparer.Ordinal).Where(hash => !File.Exists(PathOf(hash)))
            )
            {
                await CopyAsync(source, hash);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InvalidUseException($"The files of {flow.Path} cannot be kept in {folder}: {exception.Message}");
        }
    }

    /// <inheritdoc/>
    public async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(
        string workspace,
        string sha256,
        CancellationToken cancellationToken
    ) =>
        File.Exists(PathOf(sha256))
            ? (await File.ReadAllBytesAsync(PathOf(sha256), cancellationToken)).AsMemory()
            : null;

    /// <summary>Whole or not at all: a run that was killed meanwhile must not find a half.</summary>
    private async Task CopyAsync(FlowFolderFiles source, string hash)
    {
        var half = $"{PathOf(hash)}.new";
        await using (var content = source.Open(hash))
        await using (var target = File.Create(half))
        {
            await content.CopyToAsync(target);
        }

        File.Move(half, PathOf(hash), overwrite: true);
    }

    private string PathOf(string hash) => Path.Combine(folder, hash);
}
