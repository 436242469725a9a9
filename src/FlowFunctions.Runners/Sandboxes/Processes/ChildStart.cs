namespace FlowFunctions.Runners.Sandboxes.Processes;

/// <summary>How a process around a sandbox is started.</summary>
internal sealed record ChildStart
{
    /// <summary>The program's full path, and its arguments.</summary>
    public required IReadOnlyList<string> Arguments { get; init; }

    /// <summary>The whole environment.</summary>
    public required IReadOnlyDictionary<string, string> Variables { get; init; }

    /// <summary>The number of the pipe that it tells its status by.</summary>
    public required int StatusDescriptor { get; init; }

    /// <summary>Whether a connection to the app replaces standard input.</summary>
    public required bool HasControl { get; init; }

    /// <summary>Files that it reads by number.</summary>
    public IReadOnlyDictionary<int, string> Files { get; init; } = new Dictionary<int, string>();

    /// <summary>The user it runs as when it is not the app's.</summary>
    public uint? Owner { get; init; }

    /// <summary>Whether it leads a process group that is killed as one; else it is the parent of a process namespace's first process.</summary>
    public required bool IsGroup { get; init; }

    /// <summary>How many of the processes in it are not the script's.</summary>
    public required int OwnProcesses { get; init; }

    /// <summary>Folders inside that are kept in memory, with their sizes.</summary>
    public IReadOnlyDictionary<string, long> TemporaryFolders { get; init; } = new Dictionary<string, long>();

    /// <summary>Memory of all its processes and of its files in memory.</summary>
    public required long MemoryBytes { get; init; }

    /// <summary>Processor time of all its processes.</summary>
    public required TimeSpan CpuTime { get; init; }
}
