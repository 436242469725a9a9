using System.Text.Encodings.Web;
using System.Text.Json;

namespace FlowFunctions.App.Requests;

/// <summary>Writes JSON answers straight into the response.</summary>
internal static class JsonAnswer
{
    private const string ContentType = "application/json; charset=utf-8";

    /// <summary>How JSON is written to callers.</summary>
    public static readonly JsonWriterOptions Options = new()
    {
        // The answer is never part of a page, so what is safe there need not be escaped here.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    /// <summary>Writes an answer; its status is set already.</summary>
    public static async Task WriteAsync<T>(
        HttpResponse response,
        T answer,
        Action<Utf8JsonWriter, T, HttpRequest> write
    )
    {
        response.ContentType = ContentType;
        await using (var json = new Utf8JsonWriter(response.BodyWriter, Options))
        {
            write(json, answer, response.HttpContext.Request);
        }

        await response.BodyWriter.FlushAsync(response.HttpContext.RequestAborted);
    }
}
