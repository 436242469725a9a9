using FlowFunctions.Engine.Embedded.Journal;

namespace FlowFunctions.Secrets.Vaults.Local;

/// <summary>Writes files that only their owner can read, so that there is always either the old or the new one, also after a power cut.</summary>
internal static class WholeFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static void Write(string path, ReadOnlySpan<byte> bytes)
    {
        var next = path + ".new";

        // One that a crash left behind may have been made by other rules.
        File.Delete(next);
        using (var file = new FileStream(next, Options()))
        {
            file.Write(bytes);
            file.Flush(flushToDisk: true);
        }

        File.Move(next, path, overwrite: true);
        DirectoryEntry.Flush(Path.GetDirectoryName(path)!);
    }

    private static FileStreamOptions Options()
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        return options;
    }
}
