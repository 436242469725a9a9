using System.Globalization;

namespace FlowFunctions.Runners.Places;

/// <summary>
/// The folder of one runner: what its processes see of the machine. It is held by a lock, so that what an app that was killed has left
/// is known as such, and removed by the next one.
/// </summary>
internal sealed class RunnerFolder : IDisposable
{
    private const string Prefix = "run-";
    private const string LockName = "lock";

    private readonly FileStream _lock;
    private int _last;

    /// <param name="parent">Where it is made; null for the place for temporary files.</param>
    public RunnerFolder(string? parent)
    {
        Parent =
            parent
            ?? System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"flowfunctions-runners-{Environment.UserName}");
        Directory.CreateDirectory(Parent);
        FileModes.Own(Parent);
        FileModes.Set(Parent, FileModes.Passable);
        RemoveAbandoned();
        Path = System.IO.Path.Combine(Parent, Prefix + Guid.NewGuid().ToString("N"));
        Directory.CreateDirectory(Path);
        FileModes.Set(Path, FileModes.Passable);
        _lock = new FileStream(
            System.IO.Path.Combine(Path, LockName),
            FileMode.CreateNew,
            FileAccess.Write,
            FileShare.None
        );
    }

    /// <summary>Where the folders of all runners lie.</summary>
    public string Parent { get; }

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>Makes a folder in it.</summary>
    /// <param name="name">What it is for.</param>
    public string Add(string name)
    {
        var path = System.IO.Path.Combine(
            Path,
            string.Create(CultureInfo.InvariantCulture, $"{name}-{Interlocked.Increment(ref _last)}")
        );
        Directory.CreateDirectory(path);
        FileModes.Set(path, FileModes.Folder);
        return path;
    }

    public void Dispose()
    {
        _lock.Dispose();
        Remove(Path);
    }

    /// <summary>Removes a folder with what is in it; what cannot be removed is for the next start.</summary>
    /// <param name="path">The folder.</param>
    public static void Remove(string path)
    {
        try
        {
            Directory.Delete(path, recursive: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It is found again by RemoveAbandoned.
        }
    }

    private void RemoveAbandoned()
    {
        foreach (var folder in Directory.GetDirectories(Parent, Prefix + "*"))
        {
            if (IsAbandoned(folder))
            {
                Remove(folder);
            }
        }
    }

    private static bool IsAbandoned(string folder)
    {
        try
        {
            // One that is just being made has no lock yet.
            using var held = new FileStream(
                System.IO.Path.Combine(folder, LockName),
                FileMode.Open,
                FileAccess.Write,
                FileShare.None
            );
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
