using FlowFunctions.Runners.Folders;

namespace FlowFunctions.Runners.Tests.Folders;

/// <summary>A folder of a test, removed with all that is in it. Its path is short, because sockets need that.</summary>
internal sealed class TestFolder : IDisposable
{
    public TestFolder()
    {
        Path = Directory.CreateTempSubdirectory("ff").FullName;
        // Scripts run as another user when the tests run as root.
        FileTree.SetMode(Path, FileTree.Passable);
    }

    public string Path { get; }

    public string this[string name] => System.IO.Path.Combine(Path, name);

    /// <summary>Writes a file with its folders.</summary>
    public string Write(string name, string text)
    {
        var path = this[name];
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    public void Dispose() => FileTree.Delete(Path);
}
