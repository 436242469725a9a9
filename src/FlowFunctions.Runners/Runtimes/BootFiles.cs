namespace FlowFunctions.Runners.Runtimes;

/// <summary>The starters of the runtimes, written once to where processes see them.</summary>
internal static class BootFiles
{
    private static readonly string[] Names = ["Python/boot.py", "Node/boot.mjs", "Bash/boot.sh"];

    /// <summary>Writes them.</summary>
    /// <param name="folder">The folder.</param>
    public static void Write(string folder)
    {
        foreach (var name in Names)
        {
            using var source =
                typeof(BootFiles).Assembly.GetManifestResourceStream(name)
                ?? throw new InvalidOperationException($"The starter {name} is not in the assembly.");
            using var target = File.Create(Path.Combine(folder, Path.GetFileName(name)));
            source.CopyTo(target);
        }
    }
}
