using Microsoft.Win32.SafeHandles;

namespace FlowFunctions.Engine.Embedded.Journal;

/// <summary>A segment file that is open for writing.</summary>
internal sealed class JournalFile : IJournalSegment
{
    private readonly SafeFileHandle _handle;

    /// <param name="path">The file.</param>
    /// <param name="mode">Whether it is created or must exist.</param>
    /// <param name="length">What stands behind it is cut off.</param>
    public JournalFile(string path, FileMode mode, long length)
    {
        _handle = File.OpenHandle(path, mode, FileAccess.ReadWrite, FileShare.Read | FileShare.Delete);
        if (RandomAccess.GetLength(_handle) != length)
        {
            RandomAccess.SetLength(_handle, length);
            Flush();
        }
    }

    public void Write(ReadOnlySpan<byte> bytes, long offset) => RandomAccess.Write(_handle, bytes, offset);

    public void Truncate(long length) => RandomAccess.SetLength(_handle, length);

    public void Flush() => DiskFlush.Flush(_handle);

    public void Dispose() => _handle.Dispose();
}
