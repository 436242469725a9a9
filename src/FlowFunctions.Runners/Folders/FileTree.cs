using System.ComponentModel;
using System.Diagnostics;
using FlowFunctions.Runners.Sandboxes.Processes;

namespace FlowFunctions.Runners.Folders;

/// <summary>Folders with all that is in them. Links are never followed: where they lead is not part of the tree.</summary>
internal static class FileTree
{
    private const UnixFileMode Read = UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode Run = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>The mode of a file that everybody may read and nobody change.</summary>
    public const UnixFileMode File = Read;

    /// <summary>The mode of a folder, or of a file that is a program.</summary>
    public const UnixFileMode Folder = Read | Run;

    /// <summary>The mode of a folder that everybody may pass through, and only its owner read and change.</summary>
    public const UnixFileMode Passable = Run | UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>The mode of a folder that everybody may read, and only its owner change.</summary>
    public const UnixFileMode Own = Folder | UnixFileMode.UserWrite;

    private static readonly TimeSpan DeepPatience = TimeSpan.FromSeconds(30);

    private static readonly EnumerationOptions Everything = new()
    {
        AttributesToSkip = FileAttributes.None,
        IgnoreInaccessible = false,
    };

    /// <summary>Makes all of it readable by everybody and writable by nobody, and measures it.</summary>
    /// <returns>The bytes in all files; each counts as a block at least.</returns>
    public static long Seal(string folder)
    {
        long bytes = 0;
        foreach (var entry in Entries(folder))
        {
            if (entry is FileInfo file)
            {
                SetMode(file.FullName, (file.UnixFileMode & UnixFileMode.UserExecute) == 0 ? File : Folder);
                bytes += Size(file);
            }
            else
            {
                bytes += Seal(entry.FullName);
            }
        }

        SetMode(folder, Folder);
        return bytes;
    }

    /// <summary>The bytes in all files, counted as <see cref="Seal"/> counts them.</summary>
    public static long Measure(string folder) =>
        Entries(folder).Sum(entry => entry is FileInfo file ? Size(file) : Measure(entry.FullName));

    /// <summary>Removes a folder, if it is there, whatever its modes are.</summary>
    public static void Delete(string folder)
    {
        if (!Directory.Exists(folder))
        {
            return;
        }

        try
        {
            Unseal(folder);
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception exception) when (exception is IOException or ArgumentException or UnauthorizedAccessException)
        {
            DeleteDeep(folder, exception);
        }
    }

    // Folders that are nested beyond the longest path there is can be walked only by going into each.
    private static void DeleteDeep(string folder, Exception cause)
    {
        try
        {
            using var remove = Process.Start("rm", ["-rf", "--", folder]);
            if (!remove.WaitForExit(DeepPatience))
            {
                remove.Kill();
            }
        }
        catch (Win32Exception)
        {
            // There is no such program here.
        }

        if (Directory.Exists(folder))
        {
            throw new IOException($"{folder} cannot be removed: {cause.Message}", cause);
        }
    }

    /// <summary>Sets the mode of a file or folder. Windows has none, and runs no scripts either.</summary>
    public static void SetMode(string path, UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows())
        {
            System.IO.File.SetUnixFileMode(path, mode);
        }
    }

    /// <summary>Makes sure that a folder belongs to this process's user: who owns a folder can exchange what is in it.</summary>
    /// <exception cref="IOException">It is another user's.</exception>
    public static void MakeOwn(string path)
    {
        if (!OperatingSystem.IsWindows() && Libc.ChangeOwner(path, Libc.EffectiveUser(), Libc.SameGroup) != 0)
        {
            throw new IOException($"{path} belongs to another user. Remove it, or choose another folder.");
        }
    }

    private static void Unseal(string folder)
    {
        SetMode(folder, Own);
        foreach (var entry in Entries(folder).OfType<DirectoryInfo>())
        {
            Unseal(entry.FullName);
        }
    }

    private static IEnumerable<FileSystemInfo> Entries(string folder) =>
        new DirectoryInfo(folder).EnumerateFileSystemInfos("*", Everything).Where(entry => entry.LinkTarget is null);

    private static long Size(FileInfo file) => Math.Max(file.Length, 4096);
}
