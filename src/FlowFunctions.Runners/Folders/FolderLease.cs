namespace FlowFunctions.Runners.Folders;

/// <summary>The use of a cached folder: it stays as long as the lease is not disposed.</summary>
internal sealed class FolderLease(string path, Action end) : IDisposable
{
    private Action? _end = end;

    /// <summary>The folder's full path.</summary>
    public string Path => path;

    public void Dispose() => Interlocked.Exchange(ref _end, null)?.Invoke();
}
