using System.Globalization;
using FlowFunctions.Runners.Sandboxes.Processes;
using FlowFunctions.Runners.Sandboxes.Watch;

namespace FlowFunctions.Runners.Sandboxes.Unsandboxed;

/// <summary>
/// No sandbox: plain processes of the app's user, with a clean environment, limits, and killed as a group. Mounts are not made; the
/// command is given the paths as they are outside.
/// </summary>
/// <param name="clock">The time.</param>
internal sealed class UnsandboxedSandbox(TimeProvider clock) : ISandbox
{
    private const int StatusDescriptor = 5;

    // The shell stays, to tell how the command ended. Numbers of open files and sizes (in blocks of 512 bytes) are known to every shell.
    private static readonly string Script = string.Create(
        CultureInfo.InvariantCulture,
        $$"""
        ulimit -c 0; ulimit -n {{ProcessLimits.OpenFiles}}; ulimit -f "$1"; ulimit -d "$2" || :
        cd "$3" || exit 1
        shift 3
        "$@" {{StatusDescriptor}}>&-
        echo "{ \"exit-code\": $? }" >&{{StatusDescriptor}}
        """
    );

    private readonly TreeWatch _watch = new(clock);

    public string? Outage => OperatingSystem.IsLinux() ? null : "Scripts run on Linux only.";

    public ISandboxProcess Start(SandboxSpec spec) =>
        new ChildProcess(
            new ChildStart
            {
                Arguments = [.. Launcher(spec), .. spec.Command],
                Variables = spec.Variables,
                StatusDescriptor = StatusDescriptor,
                HasControl = spec.HasControl,
                Files = spec.HasControl ? new Dictionary<int, string> { [0] = "/dev/null" } : [],
                IsGroup = true,
                OwnProcesses = 1,
                MemoryBytes = spec.Limits.MemoryBytes,
                CpuTime = spec.Limits.CpuTime ?? spec.Limits.Timeout,
            },
            _watch
        );

    private static string[] Launcher(SandboxSpec spec) =>
        [
            "/bin/sh",
            "-c",
            Script,
            "sh",
            (spec.Limits.FileBytes / 512).ToString(CultureInfo.InvariantCulture),
            ((spec.Limits.MemoryBytes + spec.ReservedBytes) / 1024).ToString(CultureInfo.InvariantCulture),
            spec.WorkFolder,
        ];
}
