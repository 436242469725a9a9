using FlowFunctions.Runners.Calls;
using FlowFunctions.Runners.Executions;
using FlowFunctions.Runners.Folders;
using FlowFunctions.Runners.Places;
using FlowFunctions.Runners.Runtimes;
using FlowFunctions.Runners.Sandboxes;
using FlowFunctions.Runners.Sandboxes.Unsandboxed;

namespace FlowFunctions.Runners.Pool;

/// <summary>Starts processes that wait for a call.</summary>
internal sealed class ProcessFactory
{
    // The watch of the sandbox is set anew by each call.
    private static readonly TimeSpan WaitingCpuTime = TimeSpan.FromMinutes(1);

    private readonly ISandbox _sandbox;
    private readonly RunnerFolder _folder;
    private readonly string _boot;
    private readonly IEgress? _egress;
    private readonly TimeProvider _clock;

    /// <param name="sandbox">Where they run.</param>
    /// <param name="folder">Where their places are made.</param>
    /// <param name="egress">Ways to the network, or null for none.</param>
    /// <param name="clock">The time.</param>
    public ProcessFactory(ISandbox sandbox, RunnerFolder folder, IEgress? egress, TimeProvider clock)
    {
        _sandbox = sandbox;
        _folder = folder;
        _egress = egress;
        _clock = clock;
        _boot = folder.Add("boot");
        BootFiles.Write(_boot);
        egress?.WriteInside(_boot);
    }

    /// <summary>Starts one.</summary>
    /// <param name="interpreter">What executes the script.</param>
    /// <param name="kind">The kind.</param>
    /// <exception cref="SandboxException">It could not be started.</exception>
    /// <exception cref="IOException">Its place could not be made.</exception>
    public ScriptProcess Start(Interpreter interpreter, ProcessKind kind)
    {
        var place = NewPlace(kind.Network);
        try
        {
            return new ScriptProcess(_sandbox.Start(Spec(interpreter, kind, place)), place, _clock);
        }
        catch (SandboxException)
        {
            _ = place.DisposeAsync().AsTask();
            throw;
        }
    }

    private SandboxSpec Spec(Interpreter interpreter, ProcessKind kind, ProcessPlace place)
    {
        var limits = new ScriptLimits
        {
            MemoryBytes = kind.MemoryBytes,
            Processes = kind.Processes,
            FileBytes = kind.FileBytes,
            CpuTime = WaitingCpuTime,
        };
        return new SandboxSpec
        {
            Command = interpreter.Command(place.Inside, limits),
            Variables = Variables(place),
            WorkFolder = place.Inside.Work,
            Mounts = [.. interpreter.Mounts, .. Mounts(kind, place)],
            Egress = place.Way?.Path,
            HasControl = true,
            ReservedBytes = interpreter.ReservedBytes,
            Limits = limits,
        };
    }

    private Dictionary<string, string> Variables(ProcessPlace place)
    {
        var variables = RuntimeVariables.Start(place.Inside);
        if (place.Way is not null)
        {
            foreach (var (name, value) in _egress!.Variables)
            {
                variables[name] = value;
            }
        }

        return variables;
    }

    private IEnumerable<SandboxMount> Mounts(ProcessKind kind, ProcessPlace place)
    {
        yield return new SandboxMount(_boot, RuntimePlaces.Sandboxed.Boot);
        yield return new SandboxMount(place.Work, RuntimePlaces.Sandboxed.Work);
        if (kind.Layer is not null)
        {
            yield return new SandboxMount(kind.Layer, RuntimePlaces.Layer(kind.Runtime));
        }
    }

    private ProcessPlace NewPlace(NetworkAccess network)
    {
        var folder = _folder.Add("process");
        var isOpen = _sandbox is UnsandboxedSandbox;
        var work = NewFolder(folder, "work");
        return new ProcessPlace
        {
            Folder = folder,
            Work = work,
            Inside = isOpen ? Outside(folder, work) : RuntimePlaces.Sandboxed,
            IsReadOnly = !isOpen,
            // Without a sandbox a script has the machine's own network.
            Way = network is NetworkAccess.Outbound && !isOpen ? _egress?.Open() : null,
        };
    }

    private RuntimePlaces Outside(string folder, string work) =>
        new()
        {
            Boot = _boot,
            Work = work,
            Run = NewFolder(folder, "run"),
            Secrets = Path.Combine(folder, "secrets"),
            Temporary = NewFolder(folder, "tmp"),
        };

    private static string NewFolder(string folder, string name)
    {
        var path = Path.Combine(folder, name);
        Directory.CreateDirectory(path);
        FileTree.SetMode(path, FileTree.Own);
        return path;
    }
}
