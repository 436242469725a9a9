namespace FlowFunctions.Runners.Layers;

/// <summary>What a script depends on.</summary>
/// <param name="Folder">The folder of the file that says so, relative to the script's folder; empty for that itself.</param>
/// <param name="Name">The file's name.</param>
/// <param name="Files">All files that decide what is installed, relative to the script's folder.</param>
/// <param name="IsLocal">Whether all of it is beside the script, so that nothing is downloaded.</param>
internal sealed record Dependencies(string Folder, string Name, IReadOnlyList<string> Files, bool IsLocal)
{
    /// <summary>The file's path in the script's folder.</summary>
    public string Path => System.IO.Path.Combine(Folder, Name);
}
