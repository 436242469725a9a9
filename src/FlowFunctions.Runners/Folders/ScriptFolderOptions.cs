namespace FlowFunctions.Runners.Folders;

/// <summary>Where folders of scripts are kept on this machine, and how much of them.</summary>
public sealed record ScriptFolderOptions
{
    /// <summary>The folder of the cache, on local disk. Processes may share it: each has a place of its own in it.</summary>
    public required string Root { get; init; }

    /// <summary>How large all folders may be together; those in use may be more. 1 GB by default.</summary>
    public long MaxBytes { get; init; } = 1024L * 1024 * 1024;

    /// <summary>How large one folder may be; 200 MB by default.</summary>
    public long MaxFolderBytes { get; init; } = 200L * 1024 * 1024;

    /// <summary>How many files a folder may have; 2,000 by default.</summary>
    public int MaxFiles { get; init; } = 2000;
}
