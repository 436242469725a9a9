using FlowFunctions.Runners.Calls;

namespace FlowFunctions.Runners.Pool;

/// <summary>What must be known of a call before its process is started; processes of one kind can take each other's calls.</summary>
/// <param name="Runtime">What executes the script.</param>
/// <param name="Network">What it may reach.</param>
/// <param name="Layer">The folder with the packages it depends on, or null.</param>
/// <param name="MemoryBytes">Memory of all its processes.</param>
/// <param name="Processes">Processes and threads.</param>
/// <param name="FileBytes">The largest file.</param>
internal sealed record ProcessKind(
    ScriptRuntime Runtime,
    NetworkAccess Network,
    string? Layer,
    long MemoryBytes,
    int Processes,
    long FileBytes
)
{
    /// <summary>The kind for a call.</summary>
    /// <param name="call">The call.</param>
    /// <param name="layer">The folder with the packages it depends on, or null.</param>
    public static ProcessKind For(ScriptCall call, string? layer) =>
        new(call.Runtime, call.Network, layer, call.Limits.MemoryBytes, call.Limits.Processes, call.Limits.FileBytes);
}
