using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using FlowFunctions.Runners.Runtimes;

namespace FlowFunctions.Runners.Layers;

/// <summary>What a layer is known by: everything that decides what is installed.</summary>
internal static class LayerKey
{
    // Another way of installing makes other layers of the same files.
    private const string Format = "1";

    /// <summary>The key of a layer.</summary>
    /// <param name="interpreter">The runtime. Another version of it is another program file.</param>
    /// <param name="root">The script's folder.</param>
    /// <param name="dependencies">What is installed.</param>
    public static string Of(Interpreter interpreter, string root, Dependencies dependencies)
    {
        var program = new FileInfo(interpreter.Path);
        using var all = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(all, Format);
        Append(all, $"{interpreter.Runtime} {interpreter.Path} {RuntimeInformation.RuntimeIdentifier}");
        Append(all, string.Create(CultureInfo.InvariantCulture, $"{program.Length} {program.LastWriteTimeUtc.Ticks}"));
        Append(all, dependencies.Path);
        foreach (var file in dependencies.Files.Distinct().Order(StringComparer.Ordinal))
        {
            Append(all, file);
            all.AppendData(SHA256.HashData(File.ReadAllBytes(Path.Combine(root, file))));
        }

        return Convert.ToHexStringLower(all.GetHashAndReset());
    }

    private static void Append(IncrementalHash hash, string text) =>
        hash.AppendData(Encoding.UTF8.GetBytes($"{text}\0"));
}
