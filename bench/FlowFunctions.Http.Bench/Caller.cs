using System.Buffers.Text;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace FlowFunctions.Http.Bench;

/// <summary>
/// One connection that sends the same request again and again. Written on a socket, so that the caller takes as little as possible
/// of the processor it shares with the app.
/// </summary>
internal sealed class Caller(Uri address, byte[] request) : IDisposable
{
    private static readonly byte[] EndOfHead = "\r\n\r\n"u8.ToArray();
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _buffer = new byte[64 * 1024];

    /// <summary>How long each request took, in ticks of the stopwatch.</summary>
    public List<long> Times { get; } = new(200_000);

    /// <summary>Answers by their status.</summary>
    public Dictionary<int, int> Statuses { get; } = [];

    /// <summary>The body of the last answer.</summary>
    public string LastBody { get; private set; } = "";

    public static byte[] Request(Uri address, string path, string body, string headers = "") =>
        Encoding.UTF8.GetBytes(
            $"POST {path} HTTP/1.1\r\nHost: {address.Authority}\r\n{headers}Content-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}"
        );

    public Task ConnectAsync() => _socket.ConnectAsync(IPAddress.Loopback, address.Port);

    /// <summary>Sends one request and reads the answer.</summary>
    /// <returns>Its status.</returns>
    public async ValueTask<int> CallAsync()
    {
        var begun = Stopwatch.GetTimestamp();
        await _socket.SendAsync(request);
        var length = 0;
        int status;
        while (!TryRead(length, out status))
        {
            var read = await _socket.ReceiveAsync(_buffer.AsMemory(length));
            length += read > 0 ? read : throw new IOException("The app closed the connection.");
        }

        Times.Add(Stopwatch.GetTimestamp() - begun);
        Statuses[status] = Statuses.GetValueOrDefault(status) + 1;
        return status;
    }

    public void Dispose() => _socket.Dispose();

    private bool TryRead(int length, out int status)
    {
        status = 0;
        var answer = _buffer.AsSpan(0, length);
        var head = answer.IndexOf(EndOfHead);
        if (head < 0)
        {
            return false;
        }

        status = Number(answer[9..12]);
        var body = answer[(head + 4)..];
        var mark = answer[..head].IndexOf("Content-Length: "u8);
        if (mark >= 0)
        {
            return body.Length >= Number(answer[(mark + 16)..]) && Keep(body);
        }

        return body.EndsWith("0\r\n\r\n"u8) && Keep(body);
    }

    private static int Number(ReadOnlySpan<byte> text) =>
        Utf8Parser.TryParse(text, out int number, out _)
            ? number
            : throw new InvalidDataException("That is no HTTP answer.");

    private bool Keep(ReadOnlySpan<byte> body)
    {
        // Looked at only when something is wrong, and for the ids of asynchronous starts.
        LastBody = KeepsBodies ? Encoding.UTF8.GetString(body) : "";
        return true;
    }

    /// <summary>Whether bodies are wanted.</summary>
    public bool KeepsBodies { get; init; }
}
