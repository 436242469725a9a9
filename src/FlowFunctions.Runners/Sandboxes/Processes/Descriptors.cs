using System.IO.Pipes;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace FlowFunctions.Runners.Sandboxes.Processes;

/// <summary>The descriptors of one process to be started: the ends that it gets, which are closed here once it has them.</summary>
internal sealed class Descriptors : IDisposable
{
    // Above every number that a child gets, so that putting one in place cannot overwrite another that is still needed.
    private const int LowestSource = 64;

    private readonly Dictionary<int, int> _given = [];
    private readonly uint? _owner;

    /// <param name="owner">The user that the process runs as when it is not the app's: it may open its own pipes by their path.</param>
    public Descriptors(uint? owner)
    {
        _owner = owner;
    }

    /// <summary>What the child gets: its number there, and its number here.</summary>
    public IReadOnlyDictionary<int, int> Given => _given;

    /// <summary>Adds a pipe that the child writes.</summary>
    /// <param name="number">Its number in the child.</param>
    public Stream AddOutput(int number)
    {
        var ends = NewPipe();
        Give(number, ends[1]);
        return new AnonymousPipeClientStream(PipeDirection.In, new SafePipeHandle(ends[0], ownsHandle: true));
    }

    /// <summary>Adds a pipe that the child reads.</summary>
    /// <param name="number">Its number in the child.</param>
    public Stream AddInput(int number)
    {
        var ends = NewPipe();
        Give(number, ends[0]);
        return new AnonymousPipeClientStream(PipeDirection.Out, new SafePipeHandle(ends[1], ownsHandle: true));
    }

    /// <summary>Adds a connection in both directions.</summary>
    /// <param name="number">Its number in the child.</param>
    public Stream AddConnection(int number)
    {
        var ends = new int[2];
        Check(Libc.SocketPair(Libc.UnixFamily, Libc.StreamSocket | Libc.CloseOnExec, 0, ends));
        Give(number, ends[1]);
        return new NetworkStream(new Socket(new SafeSocketHandle(ends[0], ownsHandle: true)), ownsSocket: true);
    }

    /// <summary>Adds a file to be read.</summary>
    /// <param name="number">Its number in the child.</param>
    /// <param name="path">Its path.</param>
    public void AddFile(int number, string path)
    {
        using var file = File.OpenHandle(path);
        _given.Add(number, Raised((int)file.DangerousGetHandle()));
    }

    public void Dispose()
    {
        foreach (var descriptor in _given.Values)
        {
            _ = Libc.Close(descriptor);
        }

        _given.Clear();
    }

    private int[] NewPipe()
    {
        var ends = new int[2];
        Check(Libc.Pipe(ends, Libc.CloseOnExec));
        if (_owner is { } owner)
        {
            _ = Libc.ChangeOwner(ends[0], owner, owner);
        }

        return ends;
    }

    private void Give(int number, int descriptor)
    {
        _given.Add(number, Raised(descriptor));
        _ = Libc.Close(descriptor);
    }

    private static int Raised(int descriptor)
    {
        var raised = Libc.Control(descriptor, Libc.DuplicateCloseOnExec, LowestSource);
        Check(raised);
        return raised;
    }

    private static void Check(int result)
    {
        if (result < 0)
        {
            throw new SandboxException($"A process could not be started: {Marshal.GetLastPInvokeErrorMessage()}.");
        }
    }
}
