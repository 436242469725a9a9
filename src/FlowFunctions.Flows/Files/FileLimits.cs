namespace FlowFunctions.Flows.Files;

/// <summary>How large files and the folders of flows may be.</summary>
public static class FileLimits
{
    /// <summary>Bytes of a file: 5 MB.</summary>
    public const int FileBytes = 5 * 1024 * 1024;

    /// <summary>Files that a flow pins.</summary>
    public const int FlowFiles = 1_000;

    /// <summary>Bytes of all files that a flow pins: 50 MB.</summary>
    public const long FlowBytes = 50 * 1024 * 1024;
}
