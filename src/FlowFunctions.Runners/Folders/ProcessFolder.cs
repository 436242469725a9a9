namespace FlowFunctions.Runners.Folders;

/// <summary>
/// A place on disk, used by one process alone while it lives. A second process gets a place of its own beside it, so that none removes
/// what the other uses. What is half-built there, or was written before the machine started last, is removed: a power cut
/// may have left files without their content.
/// </summary>
internal sealed class ProcessFolder : IDisposable
{
    private const string BootIdFile = "/proc/sys/kernel/random/boot_id";
    private const int MaxPlaces = 100;
    private readonly FileStream _lock;

    private ProcessFolder(string path, FileStream placeLock) => (Path, _lock) = (path, placeLock);

    /// <summary>The folder that the next process finds again.</summary>
    public string Path { get; }

    /// <summary>The folder for what is this process's alone, empty at its start: the same file system, so a move out of it or into it is one step.</summary>
    public string WorkPath => System.IO.Path.Combine(Path, ".work");

    /// <summary>Takes the first free place.</summary>
    /// <param name="folder">The folder of all places.</param>
    /// <exception cref="IOException">The disk refused, or there is no free place.</exception>
    public static ProcessFolder Open(string folder)
    {
        Directory.CreateDirectory(folder);
        FileTree.MakeOwn(folder);
        MakePassable(folder);
        for (var place = 0; place < MaxPlaces; place++)
        {
            if (TryOpen(System.IO.Path.Combine(folder, $"{place}")) is { } root)
            {
                return root.Cleaned();
            }
        }

        throw new IOException($"All {MaxPlaces} places in {folder} are in use by other processes.");
    }

    /// <summary>A folder that is not there yet, to build something in.</summary>
    public string NewWork() => System.IO.Path.Combine(WorkPath, Guid.NewGuid().ToString("N"));

    /// <summary>Lets another process have the place.</summary>
    public void Dispose() => _lock.Dispose();

    private static ProcessFolder? TryOpen(string path)
    {
        var file = path + ".lock";
        try
        {
            return new(path, new(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException) when (File.Exists(file))
        {
            return null;
        }
    }

    // Sandboxes are given what is in it, and have another user when the app is root.
    private static void MakePassable(string folder)
    {
        Directory.CreateDirectory(folder);
        FileTree.SetMode(folder, FileTree.Passable);
    }

    private ProcessFolder Cleaned()
    {
        try
        {
            Clean();
            return this;
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    private void Clean()
    {
        var bootId = File.Exists(BootIdFile) ? File.ReadAllText(BootIdFile) : "";
        var seen = Path + ".boot";
        if (!File.Exists(seen) || File.ReadAllText(seen) != bootId)
        {
            FileTree.Delete(Path);
        }

        FileTree.Delete(WorkPath);
        MakePassable(Path);
        MakePassable(WorkPath);
        File.WriteAllText(seen, bootId);
    }
}
