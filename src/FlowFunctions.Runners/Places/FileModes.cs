using System.Runtime.InteropServices;
using FlowFunctions.Runners.Sandboxes.Processes;

namespace FlowFunctions.Runners.Places;

/// <summary>Who may do what with a file: scripts run as another user when the app is root.</summary>
internal static class FileModes
{
    /// <summary>A folder that others pass through without seeing what is in it.</summary>
    public const UnixFileMode Passable =
        Owner | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>A folder that others read.</summary>
    public const UnixFileMode Folder = Passable | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>A file that others read.</summary>
    public const UnixFileMode File = Owner | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Sets it, whatever the process's mask is.</summary>
    /// <param name="path">The file or folder.</param>
    /// <param name="mode">Who may do what.</param>
    /// <exception cref="IOException">It could not be set.</exception>
    public static void Set(string path, UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows() && Libc.ChangeMode(path, (int)mode) != 0)
        {
            throw new IOException($"{path}: {Marshal.GetLastPInvokeErrorMessage()}.");
        }
    }

    /// <summary>Makes sure that a folder belongs to this process's user: who owns a folder can exchange what is in it.</summary>
    /// <param name="path">The folder.</param>
    /// <exception cref="IOException">It is another user's.</exception>
    public static void Own(string path)
    {
        if (!OperatingSystem.IsWindows() && Libc.ChangeOwner(path, Libc.EffectiveUser(), Libc.SameGroup) != 0)
        {
            throw new IOException($"{path} belongs to another user. Remove it, or set `Runners:Folder`.");
        }
    }
}
