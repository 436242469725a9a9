using FlowFunctions.Runners.Calls;

namespace FlowFunctions.Runners.Sandboxes;

/// <summary>Starts processes that can do nothing but what they are given. Thread-safe.</summary>
internal interface ISandbox
{
    /// <summary>Why it cannot be used on this machine, with how to mend it; null when it can.</summary>
    string? Outage { get; }

    /// <summary>Starts a process.</summary>
    /// <param name="spec">What it is given.</param>
    /// <exception cref="SandboxException">It could not be started.</exception>
    ISandboxProcess Start(SandboxSpec spec);
}

/// <summary>A process in a sandbox, with everything that it starts. Disposing it kills all of it and waits until nothing is left.</summary>
internal interface ISandboxProcess : IAsyncDisposable
{
    /// <summary>Its standard input.</summary>
    Stream Input { get; }

    /// <summary>Its standard output.</summary>
    Stream Output { get; }

    /// <summary>Its standard error.</summary>
    Stream Error { get; }

    /// <summary>The connection at <see cref="SandboxSpec.ControlDescriptor"/> inside; <see cref="Stream.Null"/> when none was asked for.</summary>
    Stream Control { get; }

    /// <summary>How many processes it consists of now, itself included; 0 once it has ended.</summary>
    int ProcessCount { get; }

    /// <summary>Begins a call: processor time counts from here on, give or take a tenth of a second.</summary>
    /// <param name="cpuTime">How much may be used.</param>
    void Begin(TimeSpan cpuTime);

    /// <summary>Ends a call. Processor time goes on to count: who waits needs none.</summary>
    void Rest();

    /// <summary>Waits for its end.</summary>
    /// <param name="cancellationToken">Gives up waiting.</param>
    Task<SandboxExit> WaitAsync(CancellationToken cancellationToken = default);

    /// <summary>Kills it with everything that it has started; returns at once.</summary>
    void Kill();
}

/// <summary>How a process ended.</summary>
/// <param name="ExitCode">Its exit code; 128 and the signal's number when a signal ended it.</param>
/// <param name="Breach">The limit that it went beyond, or null.</param>
internal readonly record struct SandboxExit(int ExitCode, SandboxBreach? Breach);

/// <summary>A limit that was gone beyond.</summary>
internal enum SandboxBreach
{
    /// <summary>Memory.</summary>
    Memory,

    /// <summary>Processor time.</summary>
    CpuTime,
}

/// <summary>What a process in a sandbox is given.</summary>
internal sealed record SandboxSpec
{
    /// <summary>The program as seen inside, and its arguments.</summary>
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>Its environment; nothing of the app's own is added.</summary>
    public required IReadOnlyDictionary<string, string> Variables { get; init; }

    /// <summary>The folder it starts in, as seen inside.</summary>
    public required string WorkFolder { get; init; }

    /// <summary>What it sees of the machine's files beyond the runtimes.</summary>
    public IReadOnlyList<SandboxMount> Mounts { get; init; } = [];

    /// <summary>The path outside of the egress gateway's socket, put at <see cref="EgressSocket"/>; null for no network at all.</summary>
    public string? Egress { get; init; }

    /// <summary>
    /// Whether it gets a connection of its own to the app, at <see cref="ControlDescriptor"/>; its standard input is then empty.
    /// </summary>
    public bool HasControl { get; init; }

    /// <summary>What the runtime sets aside without using it, in bytes: added to the memory that one process may ask for.</summary>
    public long ReservedBytes { get; init; }

    /// <summary>Its limits; the output's size is not the sandbox's.</summary>
    public required ScriptLimits Limits { get; init; }

    /// <summary>Where the gateway's socket is seen inside.</summary>
    public const string EgressSocket = "/run/egress.sock";

    /// <summary>The number of the connection to the app inside.</summary>
    public const int ControlDescriptor = 3;
}

/// <summary>A file or folder that is seen inside.</summary>
/// <param name="Source">Its path outside.</param>
/// <param name="Target">Its path inside.</param>
/// <param name="IsWritable">Whether it may be changed.</param>
internal sealed record SandboxMount(string Source, string Target, bool IsWritable = false);

/// <summary>A sandbox or a process in it could not be started.</summary>
/// <param name="message">Why, in plain words.</param>
/// <param name="cause">What was underneath.</param>
internal sealed class SandboxException(string message, Exception? cause = null) : Exception(message, cause);
