using System.Text;

namespace FlowFunctions.Runners.Egress;

/// <summary>The head of an HTTP/1.1 message (RFC 9112): its first line and fields, with what was read beyond it.</summary>
/// <param name="FirstLine">The first line.</param>
/// <param name="Fields">The other lines.</param>
/// <param name="Rest">Bytes of the body that came along.</param>
internal sealed record HttpHead(string FirstLine, IReadOnlyList<string> Fields, ReadOnlyMemory<byte> Rest)
{
    /// <summary>Reads a head.</summary>
    /// <param name="stream">Where from.</param>
    /// <param name="start">What was read from it before.</param>
    /// <param name="maxBytes">How large it may be.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The head, or null when the stream ended before it did.</returns>
    /// <exception cref="EgressException">It is too large.</exception>
    public static async Task<HttpHead?> ReadAsync(
        Stream stream,
        ReadOnlyMemory<byte> start,
        int maxBytes,
        CancellationToken cancellationToken
    )
    {
        var buffer = new byte[Math.Clamp(2 * start.Length, 2048, maxBytes)];
        start.CopyTo(buffer);
        for (var count = start.Length; ; )
        {
            if (buffer.AsSpan(0, count).IndexOf("\r\n\r\n"u8) is var end and >= 0)
            {
                var lines = Encoding.Latin1.GetString(buffer, 0, end).Split("\r\n");
                return new(lines[0], lines[1..], buffer.AsMemory((end + 4)..count));
            }

            if (count == maxBytes)
            {
                throw new EgressException(EgressFault.BadRequest, $"The head is larger than {maxBytes} bytes.");
            }

            if (count == buffer.Length)
            {
                Array.Resize(ref buffer, Math.Min(2 * count, maxBytes));
            }

            var read = await stream.ReadAsync(buffer.AsMemory(count), cancellationToken);
            if (read == 0)
            {
                return null;
            }

            count += read;
        }
    }

    /// <summary>The head for the next one on the way: without the fields that are for this connection alone, and to be closed after it.</summary>
    /// <param name="firstLine">The first line instead.</param>
    /// <param name="host">The Host field instead of all there are; null leaves them as they are.</param>
    public byte[] Forward(string firstLine, string? host)
    {
        var named = Fields.Where(field => Is(field, "Connection")).SelectMany(ValuesOf).ToList();
        var fields = Fields.Where(field =>
            !named.Exists(name => Is(field, name))
            && !Is(field, "Connection")
            && !Is(field, "Keep-Alive")
            && !Is(field, "Proxy-Connection")
            && !Is(field, "Proxy-Authorization")
            && (host is null || !Is(field, "Host"))
        );
        var own = host is null ? "Connection: close" : $"Host: {host}\r\nConnection: close";
        return Encoding.Latin1.GetBytes(string.Join("\r\n", [firstLine, .. fields, own, "", ""]));
    }

    private static bool Is(string field, string name) =>
        field.Length > name.Length
        && field[name.Length] == ':'
        && field.StartsWith(name, StringComparison.OrdinalIgnoreCase);

    private static string[] ValuesOf(string field) =>
        field[(field.IndexOf(':', StringComparison.Ordinal) + 1)..]
            .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
