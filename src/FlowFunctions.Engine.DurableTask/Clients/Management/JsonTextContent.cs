using System.Buffers;
using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace FlowFunctions.Engine.DurableTask.Clients.Management;

/// <summary>JSON text as a request's body, encoded piece by piece. Its length is told beforehand: the extension takes a body without one for none.</summary>
internal sealed class JsonTextContent : HttpContent
{
    private const int Piece = 32 * 1024;

    private readonly string _json;

    public JsonTextContent(string json)
    {
        _json = json;
        Headers.ContentType = new MediaTypeHeaderValue("application/json") { CharSet = "utf-8" };
    }

    protected override bool TryComputeLength(out long length)
    {
        length = Encoding.UTF8.GetByteCount(_json);
        return true;
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(
        Stream stream,
        TransportContext? context,
        CancellationToken cancellationToken
    )
    {
        // An encoder, because a piece may end between the halves of a surrogate pair.
        var encoder = Encoding.UTF8.GetEncoder();
        var buffer = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(Piece));
        try
        {
            for (var start = 0; start < _json.Length; start += Piece)
            {
                var length = Math.Min(Piece, _json.Length - start);
                var isLast = start + length == _json.Length;
                var bytes = encoder.GetBytes(_json.AsSpan(start, length), buffer, isLast);
                await stream.WriteAsync(buffer.AsMemory(0, bytes), cancellationToken);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
