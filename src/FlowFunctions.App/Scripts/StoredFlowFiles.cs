using Azure;
using FlowFunctions.Steps.Script;
using FlowFunctions.Storage.Files;

namespace FlowFunctions.App.Scripts;

/// <summary>The contents of flows' files in the storage account.</summary>
internal sealed class StoredFlowFiles(FileStore files) : IFlowFiles
{
    public async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(
        string workspace,
        string sha256,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await files.GetContentAsync(workspace, sha256, cancellationToken) is { } content
                ? content.AsMemory()
                : null;
        }
        catch (Exception exception) when (exception is RequestFailedException or AggregateException)
        {
            throw new IOException($"The storage account does not answer: {exception.Message}", exception);
        }
    }
}
