using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace FlowFunctions.Engine.Embedded.Journal;

/// <summary>A segment file that is open for writing.</summary>
internal sealed partial class JournalFile : IJournalSegment
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

    /// <remarks>
    /// On Linux fdatasync(2): it leaves out the time of the last change, so that records written into space that was written
    /// before cost one write and no commit of the file system's own journal. It does write a length that has changed.
    /// </remarks>
    public void Flush()
    {
        if (!OperatingSystem.IsLinux())
        {
            RandomAccess.FlushToDisk(_handle);
        }
        else if (FlushData(_handle) != 0)
        {
            // The number is what .NET puts into the exceptions of its own calls.
            throw new IOException(Marshal.GetLastPInvokeErrorMessage(), Marshal.GetLastPInvokeError());
        }
    }

    public void Dispose() => _handle.Dispose();

    [LibraryImport("libc", EntryPoint = "fdatasync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int FlushData(SafeFileHandle file);
}
