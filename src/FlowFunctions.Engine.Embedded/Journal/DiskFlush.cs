using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace FlowFunctions.Engine.Embedded.Journal;

/// <summary>Brings what was written to the disk itself.</summary>
public static partial class DiskFlush
{
    /// <summary>Returns when everything written to a file is on the disk.</summary>
    /// <param name="file">The file.</param>
    /// <exception cref="IOException">That is not certain.</exception>
    /// <remarks>
    /// On Linux fdatasync(2): it leaves out the time of the last change, so that records written into space that was written
    /// before cost one write and no commit of the file system's own journal. It does write a length that has changed.
    /// </remarks>
    public static void Flush(SafeFileHandle file)
    {
        if (!OperatingSystem.IsLinux())
        {
            RandomAccess.FlushToDisk(file);
        }
        else if (FlushData(file) != 0)
        {
            // The number is what .NET puts into the exceptions of its own calls.
            throw new IOException(Marshal.GetLastPInvokeErrorMessage(), Marshal.GetLastPInvokeError());
        }
    }

    [LibraryImport("libc", EntryPoint = "fdatasync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int FlushData(SafeFileHandle file);
}
