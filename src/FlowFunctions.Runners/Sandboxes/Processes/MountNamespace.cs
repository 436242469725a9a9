using System.Globalization;
using Microsoft.Win32.SafeHandles;

namespace FlowFunctions.Runners.Sandboxes.Processes;

/// <summary>
/// The mounts of a sandbox. The kernel takes them down with the last process in it, and that process has not ended before: milliseconds on a
/// busy machine. Held here, they are taken down while nobody waits for it.
/// </summary>
internal sealed class MountNamespace
{
    private readonly SafeFileHandle _handle;

    private MountNamespace(SafeFileHandle handle)
    {
        _handle = handle;
    }

    /// <summary>Holds them.</summary>
    /// <param name="process">A process that sees them.</param>
    /// <returns>Null where that is not allowed; the process's end then takes a little longer.</returns>
    public static MountNamespace? Hold(int process)
    {
        try
        {
            return new MountNamespace(
                File.OpenHandle(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/ns/mnt"))
            );
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Has them taken down, by another thread.</summary>
    public void LetGo() =>
        _ = ThreadPool.UnsafeQueueUserWorkItem(static handle => handle.Dispose(), _handle, preferLocal: false);
}
