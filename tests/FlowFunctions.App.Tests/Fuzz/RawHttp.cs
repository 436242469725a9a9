using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace FlowFunctions.App.Tests.Fuzz;

/// <summary>Requests byte by byte, without a client that would correct them.</summary>
internal static class RawHttp
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    /// <summary>Sends bytes on a connection of their own.</summary>
    /// <returns>The status of the answer, or null when the connection was closed without one.</returns>
    /// <exception cref="OperationCanceledException">There was no answer for a long time.</exception>
    public static async Task<int?> SendAsync(Uri address, ReadOnlyMemory<byte> request)
    {
        using var limit = new CancellationTokenSource(Limit);
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, address.Port, limit.Token);
        try
        {
            await socket.SendAsync(request, limit.Token);

            // No more will come, so an app that waits for the rest of a broken request gives up.
            socket.Shutdown(SocketShutdown.Send);
            return await ReadStatusAsync(socket, limit.Token);
        }
        catch (SocketException)
        {
            return null;
        }
    }

    /// <summary>A request's bytes.</summary>
    public static byte[] Request(
        string method,
        string target,
        IEnumerable<(string Name, string Value)> headers,
        ReadOnlySpan<byte> body
    )
    {
        var head = new StringBuilder();
        head.Append(CultureInfo.InvariantCulture, $"{method} {target} HTTP/1.1\r\nHost: localhost\r\n");
        foreach (var (name, value) in headers)
        {
            head.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        }

        head.Append(CultureInfo.InvariantCulture, $"Content-Length: {body.Length}\r\nConnection: close\r\n\r\n");
        return [.. Encoding.UTF8.GetBytes(head.ToString()), .. body];
    }

    private static async Task<int?> ReadStatusAsync(Socket socket, CancellationToken cancellationToken)
    {
        var buffer = new byte[16];
        var length = 0;
        while (length < 12)
        {
            var read = await socket.ReceiveAsync(buffer.AsMemory(length), cancellationToken);
            if (read == 0)
            {
                return null;
            }

            length += read;
        }

        return int.Parse(buffer.AsSpan(9, 3), CultureInfo.InvariantCulture);
    }
}
