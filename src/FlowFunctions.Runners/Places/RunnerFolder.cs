using System.Globalization;
using FlowFunctions.Runners.Folders;

namespace FlowFunctions.Runners.Places;

/// <summary>
/// The folder of one runner: what its processes see of the machine. What an app that was killed has left is removed, and ended, by the next one.
/// </summary>
internal sealed class RunnerFolder : IDisposable
{
    private readonly ProcessFolder _place;
    private int _last;

    /// <param name="parent">Where it is made; null for the place for temporary files.</param>
    /// <exception cref="IOException">It cannot be made.</exception>
    public RunnerFolder(string? parent)
    {
        _place = ProcessFolder.Open(
            parent
                ?? System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"flowfunctions-runners-{Environment.UserName}")
        );
        LeftSandboxes.End(Path);
    }

    /// <summary>The folder.</summary>
    public string Path => _place.WorkPath;

    /// <summary>Makes a folder in it.</summary>
    /// <param name="name">What it is for.</param>
    public string Add(string name)
    {
        var path = System.IO.Path.Combine(
            Path,
            string.Create(CultureInfo.InvariantCulture, $"{name}-{Interlocked.Increment(ref _last)}")
        );
        Directory.CreateDirectory(path);
        FileTree.SetMode(path, FileTree.Own);
        return path;
    }

    public void Dispose()
    {
        Remove(Path);
        _place.Dispose();
    }

    /// <summary>Removes a folder with what is in it; what cannot be removed is for the next start.</summary>
    /// <param name="path">The folder.</param>
    public static void Remove(string path)
    {
        try
        {
            FileTree.Delete(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It is found again when the place is taken the next time.
        }
    }
}
