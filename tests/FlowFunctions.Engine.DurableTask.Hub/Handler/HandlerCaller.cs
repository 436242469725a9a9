using System.Net;
using System.Net.Http.Headers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace FlowFunctions.Engine.DurableTask.Hub.Handler;

/// <summary>Calls a custom handler as the Functions host does: <c>POST {base}/{FunctionName}</c>, HTTP/1.1, chunked JSON. May be used by several threads.</summary>
internal sealed class HandlerCaller : IDisposable
{
    private const string HostVersion = "4.1037.0.0";

    private readonly HttpClient _client;
    private readonly TimeProvider _time;

    /// <summary>A caller of one handler.</summary>
    /// <param name="address">Where the handler listens.</param>
    /// <param name="time">Dates the calls.</param>
    /// <param name="timeout">The function timeout; five minutes unless said otherwise.</param>
    public HandlerCaller(Uri address, TimeProvider time, TimeSpan? timeout = null)
    {
        _time = time;
        _client = new HttpClient { BaseAddress = address, Timeout = timeout ?? TimeSpan.FromMinutes(5) };
        _client.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("Azure-Functions-Host", HostVersion));
        _client.DefaultRequestHeaders.Add("X-Azure-Functions-HostVersion", HostVersion);
    }

    /// <summary>Calls a function.</summary>
    /// <exception cref="HttpRequestException">The handler cannot be reached or answers with an error.</exception>
    /// <exception cref="InvalidOperationException">The answer would make the host wait until its function timeout.</exception>
    public async Task<HandlerAnswer> CallAsync(HandlerCall call, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, call.Function)
        {
            Content = new CallContent(call, _time.GetUtcNow()),
            Version = HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        request.Headers.TransferEncodingChunked = true;
        request.Headers.Add("X-Azure-Functions-InvocationId", Guid.NewGuid().ToString());
        using var response = await _client.SendAsync(request, cancellationToken);
        response.EnsureSuccessStatusCode();
        return HandlerAnswer.Read(call.Function, await response.Content.ReadAsByteArrayAsync(cancellationToken));
    }

    /// <inheritdoc />
    public void Dispose() => _client.Dispose();

    /// <summary>A body of unknown length, and so sent in chunks.</summary>
    private sealed class CallContent : HttpContent
    {
        private readonly HandlerCall _call;
        private readonly DateTimeOffset _now;

        public CallContent(HandlerCall call, DateTimeOffset now)
        {
            (_call, _now) = (call, now);
            Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
        }

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            var options = new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
            await using var writer = new Utf8JsonWriter(stream, options);
            _call.Write(writer, _now);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
