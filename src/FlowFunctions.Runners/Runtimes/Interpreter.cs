using FlowFunctions.Runners.Calls;
using FlowFunctions.Runners.Sandboxes;

namespace FlowFunctions.Runners.Runtimes;

/// <summary>A runtime that is installed on the machine.</summary>
/// <param name="Runtime">Which.</param>
/// <param name="Path">Its program.</param>
/// <param name="Folder">The folder with all of it when it lies outside of the system's folders, else null.</param>
internal sealed record Interpreter(ScriptRuntime Runtime, string Path, string? Folder)
{
    private const long Megabyte = 1024 * 1024;

    // V8 asks for far more memory than it uses, for its heap to grow into and for its threads' stacks.
    private const long NodeReserve = 512 * Megabyte;

    /// <summary>What it sets aside without using it.</summary>
    public long ReservedBytes => Runtime is ScriptRuntime.Node ? NodeReserve : 0;

    /// <summary>What of the machine it needs beyond the system's folders.</summary>
    public IReadOnlyList<SandboxMount> Mounts => Folder is null ? [] : [new SandboxMount(Folder, Folder)];

    /// <summary>The command that starts it, waiting for a call.</summary>
    /// <param name="places">Where it finds its things.</param>
    /// <param name="limits">What it may use.</param>
    public IReadOnlyList<string> Command(RuntimePlaces places, ScriptLimits limits) =>
        Runtime switch
        {
            // Isolated, without the machine's own packages, and without writing compiled files.
            ScriptRuntime.Python => [Path, "-I", "-S", "-B", "-X", "utf8", $"{places.Boot}/boot.py"],
            ScriptRuntime.Node => [Path, $"--max-old-space-size={HeapMegabytes(limits)}", $"{places.Boot}/boot.mjs"],
            _ => [Path, "--noprofile", "--norc", $"{places.Boot}/boot.sh"],
        };

    // The rest is for buffers, code and the runtime itself.
    private static long HeapMegabytes(ScriptLimits limits) =>
        Math.Max(16, limits.MemoryBytes / Megabyte - Math.Min(128, limits.MemoryBytes / Megabyte / 3));
}
