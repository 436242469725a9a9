using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace FlowFunctions.App.Requests;

/// <summary>Writes JSON answers without a detour over objects. The length is known before the first byte leaves, so nothing is chunked.</summary>
internal static class JsonAnswer
{
    private const string ContentType = "application/json; charset=utf-8";
    private const int KeptBytes = 64 * 1024;

    /// <summary>How JSON is written to callers.</summary>
    public static readonly JsonWriterOptions Options = new()
    {
        // The answer is never part of a page, so what is safe there need not be escaped here.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    // One for each thread: an answer is copied before anything waits.
    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _buffer;

    [ThreadStatic]
    private static Utf8JsonWriter? _json;

    /// <summary>Writes an answer; its status is set already.</summary>
    public static async Task WriteAsync<T>(
        HttpResponse response,
        T answer,
        Action<Utf8JsonWriter, T, HttpRequest> write
    )
    {
        var body = Serialize(response.HttpContext.Request, answer, write);
        response.ContentType = ContentType;
        response.ContentLength = body.Length;

        // Copied at once, so that the buffer is free for the next answer of this thread: the audit log may hold up the start of this one.
        response.BodyWriter.Write(body.Span);
        await response.BodyWriter.FlushAsync(response.HttpContext.RequestAborted);
    }

    private static ReadOnlyMemory<byte> Serialize<T>(
        HttpRequest request,
        T answer,
        Action<Utf8JsonWriter, T, HttpRequest> write
    )
    {
        var buffer = _buffer is { Capacity: <= KeptBytes } kept ? kept : _buffer = new ArrayBufferWriter<byte>(1024);
        buffer.ResetWrittenCount();
        var json = _json ??= new Utf8JsonWriter(buffer, Options);
        json.Reset(buffer);
        write(json, answer, request);
        json.Flush();
        return buffer.WrittenMemory;
    }
}
