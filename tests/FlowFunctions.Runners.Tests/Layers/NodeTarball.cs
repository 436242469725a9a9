using System.Diagnostics;
using FlowFunctions.Runners.Tests.Folders;

namespace FlowFunctions.Runners.Tests.Layers;

/// <summary>Makes Node.js packages with npm itself.</summary>
internal static class NodeTarball
{
    /// <summary>Packs a package that has one module.</summary>
    /// <returns>The file's name.</returns>
    public static async Task<string> PackAsync(string folder, string name, string text, string more = "")
    {
        using var disk = new TestFolder();
        disk.Write("package.json", $$"""{"name":"{{name}}","version":"1.0.0","main":"index.js"{{more}}}""");
        disk.Write("index.js", text);
        Directory.CreateDirectory(folder);
        using var process = Process.Start(
            new ProcessStartInfo(
                "npm",
                ["pack", "--silent", "--offline", "--ignore-scripts", "--pack-destination", folder]
            )
            {
                WorkingDirectory = disk.Path,
                RedirectStandardOutput = true,
            }
        )!;
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
        return $"{name}-1.0.0.tgz";
    }
}
