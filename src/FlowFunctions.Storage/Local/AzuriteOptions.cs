namespace FlowFunctions.Storage.Local;

/// <summary>How the local Azure Storage emulator is started.</summary>
/// <param name="Folder">The folder with its <c>package.json</c> and <c>package-lock.json</c>: <c>infra/local</c>.</param>
public sealed record AzuriteOptions(string Folder)
{
    /// <summary>Where it keeps its data; null for memory, which is lost at its end.</summary>
    public string? DataFolder { get; init; }

    /// <summary>The port of the Blob service; 0 for a free one.</summary>
    public int BlobPort { get; init; }

    /// <summary>The port of the Queue service; 0 for a free one.</summary>
    public int QueuePort { get; init; }

    /// <summary>The port of the Table service; 0 for a free one.</summary>
    public int TablePort { get; init; }

    /// <summary>A certificate and its key as PEM files; with them it speaks HTTPS and takes bearer tokens.</summary>
    public (string Certificate, string Key)? Https { get; init; }
}
