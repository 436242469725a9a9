using System.Globalization;
using System.Runtime.InteropServices;
using FlowFunctions.Runners.Sandboxes.Processes;
using FlowFunctions.Runners.Sandboxes.Watch;

namespace FlowFunctions.Runners.Sandboxes.Bubblewrap;

/// <summary>Namespaces of Linux, made by bubblewrap: no file, process or network of the machine is there unless it was given.</summary>
internal sealed class BubblewrapSandbox : ISandbox
{
    private readonly BubblewrapArguments? _arguments;
    private readonly RootFiles? _files;
    private readonly uint? _user;
    private readonly TreeWatch _watch;

    /// <param name="options">How scripts are run.</param>
    /// <param name="folder">Where its small files lie.</param>
    /// <param name="clock">The time.</param>
    public BubblewrapSandbox(RunnerOptions options, string folder, TimeProvider clock)
    {
        _watch = new TreeWatch(clock);
        if (!OperatingSystem.IsLinux())
        {
            Outage = "bubblewrap exists for Linux only.";
            return;
        }

        _user = Libc.EffectiveUser() == 0 ? options.ScriptUser : null;
        var programs = BubblewrapPrograms.Find(BubblewrapPrograms.SearchPath, out var missing);
        Outage = missing;
        if (programs is not null)
        {
            _files = new RootFiles(folder, SeccompFilter.For(RuntimeInformation.ProcessArchitecture));
            _arguments = new BubblewrapArguments(programs, _files, _user);
        }
    }

    public string? Outage { get; private set; }

    /// <summary>Finds out whether it works here.</summary>
    public async Task ProbeAsync()
    {
        if (Outage is null)
        {
            Outage = await BubblewrapProbe.RunAsync(this);
        }
    }

    public ISandboxProcess Start(SandboxSpec spec)
    {
        if (_arguments is null || _files is null)
        {
            throw new SandboxException(Outage ?? "There is no sandbox.");
        }

        Own(spec);
        var files = new Dictionary<int, string> { [BubblewrapArguments.SeccompDescriptor] = _files.Filter };
        if (spec.HasControl)
        {
            files.Add(0, "/dev/null");
        }

        return new ChildProcess(
            new ChildStart
            {
                Arguments = _arguments.For(spec),
                Variables = spec.Variables,
                StatusDescriptor = BubblewrapArguments.StatusDescriptor,
                HasControl = spec.HasControl,
                Files = files,
                Owner = _user,
                IsGroup = false,
                OwnProcesses = 1,
                TemporaryFolders = BubblewrapArguments.TemporaryFolders(spec),
                MemoryBytes = spec.Limits.MemoryBytes,
                CpuTime = spec.Limits.CpuTime ?? spec.Limits.Timeout,
            },
            _watch
        );
    }

    // What the process may change, or connect to, must be its user's.
    private void Own(SandboxSpec spec)
    {
        if (_user is not { } user)
        {
            return;
        }

        var owned = spec.Mounts.Where(mount => mount.IsWritable).Select(mount => mount.Source);
        foreach (var path in spec.Egress is null ? owned : owned.Append(spec.Egress))
        {
            if (Libc.ChangeOwner(path, user, user) != 0)
            {
                throw new SandboxException(
                    string.Create(CultureInfo.InvariantCulture, $"{path} could not be given to user {user}.")
                );
            }
        }
    }
}
