using FlowFunctions.Cli.Terminals;

namespace FlowFunctions.Cli.Profiles;

/// <summary>
/// Files in the user's folder for settings that nobody else reads: mode 0600 in a folder of mode 0700. On Windows both lie in the user's
/// profile, which its access list keeps others out of.
/// </summary>
internal static class OwnerFile
{
    private const UnixFileMode File0600 = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode Folder0700 = File0600 | UnixFileMode.UserExecute;
    private const UnixFileMode OthersWrite = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;
    private const UnixFileMode Others =
        OthersWrite
        | UnixFileMode.GroupRead
        | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead
        | UnixFileMode.OtherExecute;

    /// <summary>The path of a file in the folder for settings.</summary>
    public static string PathOf(Terminal terminal, string name) => Path.Combine(ProfileFolder.PathOf(terminal), name);

    /// <summary>Writes a file so that there is always either the old or the new one.</summary>
    /// <exception cref="InvalidUseException">It cannot be written.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        var next = path + ".new";
        try
        {
            MakeFolder(path);
            File.Delete(next);
            using (var file = new FileStream(next, Options(FileMode.CreateNew, FileShare.None)))
            {
                write(file);
                file.Flush(flushToDisk: true);
            }

            File.Move(next, path, overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InvalidUseException($"{path} cannot be written: {exception.Message}");
        }
    }

    /// <summary>Opens a file for this process alone, and makes it where there is none.</summary>
    /// <exception cref="IOException">Another process has it open.</exception>
    public static FileStream OpenAlone(string path)
    {
        MakeFolder(path);
        return new FileStream(path, Options(FileMode.OpenOrCreate, FileShare.None));
    }

    /// <summary>Reads a file whose content is secret.</summary>
    /// <returns>The content, or null where there is no file.</returns>
    /// <exception cref="InvalidUseException">Others may read it, or replace it.</exception>
    public static byte[]? ReadSecret(string path)
    {
        try
        {
            using var file = new FileStream(
                path,
                FileMode.Open,
                FileAccess.Read,
                FileShare.ReadWrite | FileShare.Delete
            );
            if (!OperatingSystem.IsWindows())
            {
                // Asked of the open file, so that nobody can put another one in its place in between.
                var folder = Path.GetDirectoryName(path)!;
                Refuse(path, File.GetUnixFileMode(file.SafeFileHandle), Others, "600");
                Refuse(folder, File.GetUnixFileMode(folder), OthersWrite, "700");
            }

            using var content = new MemoryStream();
            file.CopyTo(content);
            return content.ToArray();
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    private static void Refuse(string path, UnixFileMode mode, UnixFileMode refused, string wanted)
    {
        if ((mode & refused) != 0)
        {
            throw new InvalidUseException(
                $"{path} is open to others (mode {Convert.ToString((int)mode, 8)}), and what signs you in is there. Close it with "
                    + $"'chmod {wanted} {path}'. If others may have read it, 'flow logout' and 'flow login' make it worthless to them."
            );
        }
    }

    private static void MakeFolder(string path)
    {
        var folder = Path.GetDirectoryName(path)!;
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else if (Directory.CreateDirectory(folder, Folder0700).UnixFileMode != Folder0700)
        {
            // It was there, made by something that knew nothing of secrets.
            File.SetUnixFileMode(folder, Folder0700);
        }
    }

    private static FileStreamOptions Options(FileMode mode, FileShare share)
    {
        var options = new FileStreamOptions
        {
            Mode = mode,
            Access = FileAccess.Write,
            Share = share,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = File0600;
        }

        return options;
    }
}
