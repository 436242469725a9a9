namespace FlowFunctions.Steps.Script;

/// <summary>Gives the contents of flows' files.</summary>
public interface IFlowFiles
{
    /// <summary>Reads a content.</summary>
    /// <param name="workspace">The tenant of the run.</param>
    /// <param name="sha256">Its hash, lower-case hexadecimal, as the flow's plan pins it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The bytes; null when they are gone.</returns>
    /// <exception cref="IOException">They cannot be read now; another attempt may help.</exception>
    ValueTask<ReadOnlyMemory<byte>?> ReadAsync(string workspace, string sha256, CancellationToken cancellationToken);
}
