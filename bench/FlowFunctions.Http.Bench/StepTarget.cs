using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace FlowFunctions.Http.Bench;

/// <summary>What an http step calls: it notes when the call comes, and answers at once.</summary>
internal sealed class StepTarget : IDisposable
{
    private static readonly byte[] Answer = "HTTP/1.1 204 No Content\r\n\r\n"u8.ToArray();
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private TaskCompletionSource<long> _called = New();

    public StepTarget()
    {
        _listener.Start();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>When the next call comes, in ticks of the stopwatch.</summary>
    public Task<long> NextAsync()
    {
        _called = New();
        return _called.Task;
    }

    public void Dispose() => _listener.Dispose();

    private static TaskCompletionSource<long> New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task AcceptAsync()
    {
        while (true)
        {
            var socket = await _listener.AcceptSocketAsync();
            socket.NoDelay = true;
            _ = ServeAsync(socket);
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        using (socket)
        {
            var buffer = new byte[16 * 1024];
            while (await socket.ReceiveAsync(buffer) > 0)
            {
                _called.TrySetResult(Stopwatch.GetTimestamp());
                await socket.SendAsync(Answer);
            }
        }
    }
}
