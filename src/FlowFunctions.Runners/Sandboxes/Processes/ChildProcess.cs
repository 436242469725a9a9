using FlowFunctions.Runners.Sandboxes.Watch;

namespace FlowFunctions.Runners.Sandboxes.Processes;

/// <summary>A started process with everything in its sandbox.</summary>
internal sealed class ChildProcess : ISandboxProcess, IWatched
{
    private readonly ChildStart _start;
    private readonly TreeWatch _watch;
    private readonly Lock _lock = new();
    private readonly Task<SandboxExit> _ended;
    private readonly int _process;
    private SandboxBreach? _breach;
    private int _root;
    private bool _isKilled;
    private MountNamespace? _mounts;
    private bool _isOver;
    private TimeSpan _cpuBefore;
    private TimeSpan _cpuOfTree;
    private TimeSpan _cpuLost;
    private TimeSpan _cpuLimit;
    private TimeSpan _cpuSeen;

    /// <param name="start">What is started.</param>
    /// <param name="watch">What sees to its limits.</param>
    /// <exception cref="SandboxException">It could not be started.</exception>
    public ChildProcess(ChildStart start, TreeWatch watch)
    {
        _start = start;
        _watch = watch;
        _cpuLimit = start.CpuTime;
        IsBusy = !start.HasControl;
        using var descriptors = new Descriptors(start.Owner);
        var status = new SandboxStatus(descriptors.AddOutput(start.StatusDescriptor));
        Output = descriptors.AddOutput(1);
        Error = descriptors.AddOutput(2);
        Control = start.HasControl ? descriptors.AddConnection(SandboxSpec.ControlDescriptor) : Stream.Null;
        Input = start.HasControl ? Stream.Null : descriptors.AddInput(0);
        foreach (var (number, path) in start.Files)
        {
            descriptors.AddFile(number, path);
        }

        try
        {
            _process = SpawnThread.Shared.Run(() =>
                Spawn.Start(start.Arguments, start.Variables, descriptors, start.IsGroup)
            );
        }
        catch (SandboxException)
        {
            status.Dispose();
            CloseStreams();
            throw;
        }

        _ended = EndAsync(status);
    }

    public Stream Input { get; }

    public Stream Output { get; }

    public Stream Error { get; }

    public Stream Control { get; }

    public bool IsBusy { get; private set; }

    public int ProcessCount => _isOver ? 0 : ProcessTree.Read(_root).Count - _start.OwnProcesses;

    public Task<SandboxExit> WaitAsync(CancellationToken cancellationToken = default) =>
        _ended.WaitAsync(cancellationToken);

    public void Begin(TimeSpan cpuTime)
    {
        _cpuLimit = cpuTime;
        _cpuBefore = _cpuSeen;
        IsBusy = true;
        _mounts ??= MountNamespace.Hold(_root);
    }

    public void Rest() => IsBusy = false;

    public void Kill()
    {
        lock (_lock)
        {
            _isKilled = true;
            if (_root != 0 && !_isOver)
            {
                _ = Libc.Signal(_start.IsGroup ? -_root : _root, Libc.Kill);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        Kill();
        await _ended;
        CloseStreams();
    }

    public void Look()
    {
        var use = ProcessTree.Read(_root);
        if (use.Cpu < _cpuOfTree)
        {
            // Children that nobody waits for take their time with them.
            _cpuLost += _cpuOfTree - use.Cpu;
        }

        _cpuOfTree = use.Cpu;
        _cpuSeen = use.Cpu + _cpuLost;
        var memory =
            use.MemoryBytes
            + _start.TemporaryFolders.Sum(folder => ProcessTree.FileSystemBytes(_root, folder.Key, folder.Value));
        if (memory > _start.MemoryBytes && use.ExactMemoryBytes() + memory - use.MemoryBytes > _start.MemoryBytes)
        {
            Break(SandboxBreach.Memory);
        }
        else if (_cpuSeen - _cpuBefore > _cpuLimit)
        {
            Break(SandboxBreach.CpuTime);
        }
    }

    private void Break(SandboxBreach breach)
    {
        lock (_lock)
        {
            _breach ??= _isOver || _isKilled ? null : breach;
        }

        Kill();
    }

    private async Task<SandboxExit> EndAsync(SandboxStatus status)
    {
        using (status)
        {
            if (_start.IsGroup)
            {
                Started(_process);
            }

            var told = await status.ReadAsync(Started);
            _watch.Remove(this);
            lock (_lock)
            {
                if (_start.IsGroup)
                {
                    // The leader is not waited for yet, so that the group's number cannot be another's.
                    _ = Libc.Signal(-_process, Libc.Kill);
                }

                _isOver = true;
            }

            // The end of the pipe is a part of the end of the process: what is left of it takes microseconds.
            _ = Libc.Wait(_process, out var code, 0);
            if (!_start.IsGroup && _root != 0)
            {
                await GoneProcess.WaitAsync(_root);
            }

            _mounts?.LetGo();
            return new SandboxExit(told ?? ExitCode(code), _breach);
        }
    }

    private void Started(int root)
    {
        lock (_lock)
        {
            _root = root;
            if (_isKilled)
            {
                Kill();
            }
        }

        _watch.Add(this);
    }

    private void CloseStreams()
    {
        Input.Dispose();
        Output.Dispose();
        Error.Dispose();
        Control.Dispose();
    }

    // wait(2): the low seven bits are the signal, the next byte the exit code.
    private static int ExitCode(int status) =>
        (status & 0x7F) is > 0 and var signal ? 128 + signal : status >> 8 & 0xFF;
}
