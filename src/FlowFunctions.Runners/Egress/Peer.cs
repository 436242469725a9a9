using System.Net.Security;
using System.Net.Sockets;

namespace FlowFunctions.Runners.Egress;

/// <summary>One end of a connection: the script's, or the server's.</summary>
internal sealed class Peer(Socket socket) : IDisposable
{
    private readonly NetworkStream _plain = new(socket, ownsSocket: true);
    private SslStream? _secure;

    /// <summary>What is read from it and written to it.</summary>
    public Stream Stream => (Stream?)_secure ?? _plain;

    /// <summary>Speaks TLS with it from now on.</summary>
    /// <exception cref="System.Security.Authentication.AuthenticationException">Its certificate is not good for the host.</exception>
    public Task SecureAsync(string host, CancellationToken cancellationToken)
    {
        _secure = new(_plain);
        return _secure.AuthenticateAsClientAsync(new() { TargetHost = host }, cancellationToken);
    }

    /// <summary>Tells it that nothing more comes; it may still answer.</summary>
    public async Task FinishAsync()
    {
        if (_secure is not null)
        {
            await _secure.ShutdownAsync();
        }

        socket.Shutdown(SocketShutdown.Send);
    }

    public void Dispose()
    {
        _secure?.Dispose();
        _plain.Dispose();
    }
}
