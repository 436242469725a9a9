using FlowFunctions.Runners.Calls;

namespace FlowFunctions.Runners.Folders;

/// <summary>The use of a folder of scripts: it stays on disk as long as the lease is not disposed.</summary>
public sealed class ScriptFolderLease : IDisposable
{
    private readonly FolderLease _lease;

    internal ScriptFolderLease(FolderLease lease, string hash)
    {
        _lease = lease;
        Folder = new(lease.Path, hash);
    }

    /// <summary>The folder.</summary>
    public ScriptFolder Folder { get; }

    /// <summary>Ends the use.</summary>
    public void Dispose() => _lease.Dispose();
}
