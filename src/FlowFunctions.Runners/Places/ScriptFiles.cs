using FlowFunctions.Runners.Folders;
using FlowFunctions.Runners.Sandboxes.Processes;

namespace FlowFunctions.Runners.Places;

/// <summary>Puts a folder's files where one process sees them.</summary>
internal static class ScriptFiles
{
    /// <summary>Puts them there: as links to the same files where that is possible, else as copies.</summary>
    /// <param name="source">The folder.</param>
    /// <param name="target">An existing empty folder.</param>
    /// <param name="mayLink">Whether the process sees the target read-only, so that it cannot change the files through links.</param>
    /// <exception cref="IOException">A file cannot be read or written.</exception>
    public static void Place(string source, string target, bool mayLink)
    {
        foreach (var entry in new DirectoryInfo(source).EnumerateFileSystemInfos())
        {
            var path = Path.Combine(target, entry.Name);
            if (entry.LinkTarget is not null)
            {
                // A link could lead out of the folder.
                continue;
            }

            if (entry is DirectoryInfo)
            {
                Directory.CreateDirectory(path);
                FileTree.SetMode(path, FileTree.Own);
                Place(entry.FullName, path, mayLink);
            }
            else
            {
                Place((FileInfo)entry, path, mayLink);
            }
        }
    }

    private static void Place(FileInfo file, string path, bool mayLink)
    {
        if (mayLink && file.UnixFileMode.HasFlag(UnixFileMode.OtherRead) && Libc.Link(file.FullName, path) == 0)
        {
            return;
        }

        file.CopyTo(path);
        FileTree.SetMode(path, file.UnixFileMode | FileTree.File | UnixFileMode.UserWrite);
    }
}
