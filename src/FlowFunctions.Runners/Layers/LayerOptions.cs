namespace FlowFunctions.Runners.Layers;

/// <summary>How the packages that scripts depend on are installed and kept.</summary>
public sealed record LayerOptions
{
    /// <summary>The folder of the cache, on local disk. When the app runs as root, every user must be able to pass through the folders above.</summary>
    public required string Root { get; init; }

    /// <summary>Whether packages may be downloaded, through the same gateway as scripts' connections; else only files beside the script are installed.</summary>
    public bool AllowDownloads { get; init; } = true;

    /// <summary>How large all layers may be together; those in use may be more. 5 GB by default.</summary>
    public long MaxBytes { get; init; } = 5L * 1024 * 1024 * 1024;

    /// <summary>How large one layer may be, what its installation needs for a while included; 1 GB by default.</summary>
    public long MaxLayerBytes { get; init; } = 1024L * 1024 * 1024;

    /// <summary>The longest an installation may take; 10 minutes by default.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>The memory of an installation; 1 GB by default.</summary>
    public long MemoryBytes { get; init; } = 1024L * 1024 * 1024;
}
