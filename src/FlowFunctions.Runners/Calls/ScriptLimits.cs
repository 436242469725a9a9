namespace FlowFunctions.Runners.Calls;

/// <summary>What one call of a script may use. What goes beyond ends the script with an error that names the limit.</summary>
public sealed record ScriptLimits
{
    /// <summary>From when the call has a place to its result; 5 minutes by default, a day at most.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Processor time of all its processes together; as long as <see cref="Timeout"/> by default.</summary>
    public TimeSpan? CpuTime { get; init; }

    /// <summary>Memory of all its processes together, its temporary files included, in bytes; 512 MB by default.</summary>
    public long MemoryBytes { get; init; } = 512L * 1024 * 1024;

    /// <summary>Processes and threads at the same time; 64 by default.</summary>
    public int Processes { get; init; } = 64;

    /// <summary>The largest file it may write, in bytes; 100 MB by default.</summary>
    public long FileBytes { get; init; } = 100L * 1024 * 1024;

    /// <summary>The largest output, in bytes of JSON; 5 MB by default.</summary>
    public int OutputBytes { get; init; } = 5 * 1024 * 1024;
}
