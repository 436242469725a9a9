using System.Net;
using System.Net.Sockets;
using System.Text;

namespace FlowFunctions.Steps.Tests.Http;

/// <summary>A server that answers one request with exactly the given bytes, so with things that no web server would send.</summary>
internal sealed class RawServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly TaskCompletionSource _asked = new();
    private readonly TaskCompletionSource _closing = new();
    private readonly Task _serving;

    /// <param name="answer">What to answer.</param>
    /// <param name="holds">Whether to keep the connection open afterwards.</param>
    public RawServer(string answer, bool holds = false)
    {
        _listener.Start();
        _serving = ServeAsync(Encoding.Latin1.GetBytes(answer), holds);
    }

    public string Url => $"http://{_listener.LocalEndpoint}/";

    /// <summary>Ends when a request has come.</summary>
    public Task Asked => _asked.Task;

    public async ValueTask DisposeAsync()
    {
        _closing.TrySetResult();
        _listener.Dispose();
        await _serving;
    }

    private async Task ServeAsync(byte[] answer, bool holds)
    {
        try
        {
            using var socket = await _listener.AcceptSocketAsync();
            await socket.ReceiveAsync(new byte[8192]);
            _asked.SetResult();
            await socket.SendAsync(answer);
            if (holds)
            {
                await _closing.Task;
            }

            socket.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            // The client has hung up, or nobody came before the end.
        }
    }
}
