using System.Net.Sockets;
using FlowFunctions.Runners.Calls;
using FlowFunctions.Runners.Executions;
using FlowFunctions.Runners.Folders;

namespace FlowFunctions.Runners.Egress;

/// <summary>
/// The way out of one sandbox: a Unix socket to be put into it as <see cref="Sandboxes.SandboxSpec.EgressSocket"/>. Disposing it ends all
/// connections through it.
/// </summary>
internal sealed class EgressSocket : IEgressWay
{
    // So many beyond the limit are told so.
    private const int Refusals = 16;

    private readonly EgressOptions _options;
    private readonly Dialer _dialer;
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly CancellationTokenSource _end = new();
    private readonly HashSet<Task> _connections = [];
    private readonly Lock _gate = new();
    private readonly Task _accepting;

    /// <exception cref="SocketException">It could not be made.</exception>
    public EgressSocket(string path, EgressOptions options)
    {
        (Path, _options, _dialer) = (path, options, new(options));
        _listener.Bind(new UnixDomainSocketEndPoint(path));
        // The sandbox makes its user the owner.
        FileTree.SetMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        _listener.Listen();
        _accepting = AcceptAsync(_end.Token);
    }

    /// <summary>Where the socket is.</summary>
    public string Path { get; }

    /// <summary>Is told what is contacted, by several threads at a time.</summary>
    public IScriptLog? Log { get; set; }

    /// <summary>Ends all connections and removes the socket.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_end.IsCancellationRequested)
        {
            return;
        }

        await _end.CancelAsync();
        _listener.Dispose();
        await _accepting;
        // How each of them ends is told to its script alone.
        await Task.WhenAll(Connections()).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        File.Delete(Path);
        _end.Dispose();
    }

    private async Task AcceptAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                Serve(await _listener.AcceptAsync(cancellationToken), cancellationToken);
            }
        }
        catch (Exception exception)
            when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Disposed.
        }
    }

    private void Serve(Socket socket, CancellationToken cancellationToken)
    {
        var connection = new EgressConnection(_options, _dialer, line => Log?.Write(line));
        lock (_gate)
        {
            if (_connections.Count >= _options.MaxConnections + Refusals)
            {
                // Whoever opens them by the thousand is not told why any more.
                socket.Dispose();
                return;
            }

            var isTooMany = _connections.Count >= _options.MaxConnections;
            var serving = Task.Run(
                () => connection.ServeAsync(socket, isTooMany, cancellationToken),
                CancellationToken.None
            );
            _connections.Add(serving);
            _ = serving.ContinueWith(
                Forget,
                CancellationToken.None,
                TaskContinuationOptions.None,
                TaskScheduler.Default
            );
        }
    }

    private void Forget(Task connection)
    {
        lock (_gate)
        {
            _connections.Remove(connection);
        }
    }

    private Task[] Connections()
    {
        lock (_gate)
        {
            return [.. _connections];
        }
    }
}
