using System.Globalization;
using System.Net.Sockets;
using System.Text;
using FlowFunctions.Runners.Executions;
using FlowFunctions.Runners.Folders;

namespace FlowFunctions.Runners.Egress;

/// <summary>Opens ways out of sandboxes, one for each. Thread-safe.</summary>
internal sealed class EgressGateway : IEgress, IDisposable
{
    // The size of sun_path in Linux, without the zero at its end.
    private const int MaxPathBytes = 107;
    private readonly EgressOptions _options;
    private readonly ProcessFolder _root;
    private long _sockets;

    /// <exception cref="IOException">The folder for sockets cannot be used.</exception>
    public EgressGateway(EgressOptions options)
    {
        _options = options;
        _root = ProcessFolder.Open(options.SocketFolder);
        if (Encoding.UTF8.GetByteCount(PathOf(long.MaxValue)) > MaxPathBytes)
        {
            _root.Dispose();
            throw new IOException(
                $"The folder for sockets {options.SocketFolder} has too long a path: a socket's may have {MaxPathBytes} bytes. Choose one nearer to the root."
            );
        }
    }

    public IReadOnlyDictionary<string, string> Variables => EgressInside.Variables;

    public void WriteInside(string folder) => EgressInside.WriteTo(folder);

    /// <exception cref="IOException">It could not be opened.</exception>
    public IEgressWay Open()
    {
        var path = PathOf(Interlocked.Increment(ref _sockets));
        try
        {
            return new EgressSocket(path, _options);
        }
        catch (SocketException exception)
        {
            throw new IOException(
                $"The way to the network {path} could not be opened: {exception.Message}.",
                exception
            );
        }
    }

    /// <summary>Opens no more.</summary>
    public void Dispose() => _root.Dispose();

    private string PathOf(long number) =>
        Path.Combine(_root.WorkPath, number.ToString("x", CultureInfo.InvariantCulture));
}
