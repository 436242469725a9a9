using FlowFunctions.Runners.Egress;
using FlowFunctions.Runners.Layers;

namespace FlowFunctions.Runners;

/// <summary>How scripts are run. Every value has a default that fits a machine of any size.</summary>
public sealed record RunnerOptions
{
    /// <summary>What keeps scripts apart from the machine; the best that works by default.</summary>
    public SandboxKind Sandbox { get; init; }

    /// <summary>
    /// Whether scripts may run without a sandbox where there is none; no by default. They can then do whatever the app can do.
    /// </summary>
    public bool AllowUnsandboxed { get; init; }

    /// <summary>Calls at the same time; twice the number of processors by default, and at least 4.</summary>
    public int MaxProcesses { get; init; } = Math.Max(4, 2 * Environment.ProcessorCount);

    /// <summary>Calls that may wait for a place; 10,000 by default. Beyond, a call is refused with <c>Runner.Busy</c>.</summary>
    public int MaxWaiting { get; init; } = 10_000;

    /// <summary>Processes that are started ahead for each kind of call (a runtime, its limits, its mounts); 2 by default, 0 for none.</summary>
    public int WaitingProcesses { get; init; } = 2;

    /// <summary>Processes that are started ahead in all; 16 by default.</summary>
    public int MaxWaitingProcesses { get; init; } = 16;

    /// <summary>How long a process waits for a call before it is ended; 5 minutes by default.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The interpreter of Python 3.9 or later; searched for by default.</summary>
    public string? PythonPath { get; init; }

    /// <summary>The interpreter of Node.js 18 or later; searched for by default.</summary>
    public string? NodePath { get; init; }

    /// <summary>Bash 4 or later; searched for by default.</summary>
    public string? BashPath { get; init; }

    /// <summary>
    /// Where the runner keeps what its processes see of the machine; a folder of its own for temporary files by default. When the app runs
    /// as root, every user must be able to pass through the folders above: scripts run as another user.
    /// </summary>
    public string? Folder { get; init; }

    /// <summary>What scripts with outbound access may reach; null for nothing, whatever their calls say.</summary>
    public EgressOptions? Egress { get; init; }

    /// <summary>How packages that scripts depend on are installed; null for not at all.</summary>
    public LayerOptions? Layers { get; init; }

    /// <summary>The user and group that scripts run as when the app runs as root; 65534 (<c>nobody</c>) by default.</summary>
    public uint ScriptUser { get; init; } = 65534;
}

/// <summary>What keeps scripts apart from the machine.</summary>
public enum SandboxKind
{
    /// <summary>Bubblewrap where it works; else nothing, when that is allowed.</summary>
    Auto,

    /// <summary>Bubblewrap: namespaces of Linux.</summary>
    Bubblewrap,

    /// <summary>Nothing: plain processes. Only with <see cref="RunnerOptions.AllowUnsandboxed"/>.</summary>
    None,
}
