using System.IO.Compression;

namespace FlowFunctions.Runners.Tests.Layers;

/// <summary>Makes Python packages (PEP 427: an archive with the modules and some metadata).</summary>
internal static class Wheel
{
    /// <summary>Writes a wheel that has one module.</summary>
    /// <returns>The file's name.</returns>
    public static string Write(string folder, string name, string text, string? requires = null)
    {
        Directory.CreateDirectory(folder);
        var file = $"{name}-1.0-py3-none-any.whl";
        using var stream = File.Create(Path.Combine(folder, file));
        using var archive = new ZipArchive(stream, ZipArchiveMode.Create);
        var requirement = requires is null ? "" : $"Requires-Dist: {requires}\n";
        Add(archive, $"{name}.py", text);
        Add(
            archive,
            $"{name}-1.0.dist-info/METADATA",
            $"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n{requirement}"
        );
        Add(
            archive,
            $"{name}-1.0.dist-info/WHEEL",
            "Wheel-Version: 1.0\nGenerator: tests\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        );
        Add(
            archive,
            $"{name}-1.0.dist-info/RECORD",
            $"{name}.py,,\n{name}-1.0.dist-info/METADATA,,\n{name}-1.0.dist-info/WHEEL,,\n{name}-1.0.dist-info/RECORD,,\n"
        );
        return file;
    }

    private static void Add(ZipArchive archive, string name, string text)
    {
        using var writer = new StreamWriter(archive.CreateEntry(name).Open());
        writer.Write(text);
    }
}
