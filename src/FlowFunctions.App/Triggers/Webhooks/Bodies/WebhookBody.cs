using System.Buffers;
using System.Text;
using System.Text.Json;
using FlowFunctions.App.Problems;
using FlowFunctions.App.Requests;

namespace FlowFunctions.App.Triggers.Webhooks.Bodies;

/// <summary>Makes JSON of the body of a request, by its Content-Type.</summary>
internal static class WebhookBody
{
    private static readonly JsonElement NoBody = JsonElement.Parse("null");

    /// <summary>Reads a body.</summary>
    /// <param name="contentType">The request's Content-Type, or null.</param>
    /// <param name="body">The bytes as they came.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>UTF-8 JSON text, which may be a part of the body, and what it says; <c>null</c> when it is empty.</returns>
    /// <exception cref="ProblemException">400: it is not what its Content-Type says, or too much of it.</exception>
    public static async ValueTask<(ReadOnlyMemory<byte> Text, JsonElement Value)> ReadAsync(
        string? contentType,
        ReadOnlyMemory<byte> body,
        CancellationToken cancellationToken
    )
    {
        if (body.IsEmpty)
        {
            return ("null"u8.ToArray(), NoBody);
        }

        var kind = BodyKind.Of(contentType);
        if (kind.Form == BodyForm.Json)
        {
            return Json(body);
        }

        var text = kind.Form switch
        {
            BodyForm.Form => Form(kind.Charset!, body, contentType),
            BodyForm.Multipart => await MultipartBody.ReadAsync(kind.Boundary, body, cancellationToken),
            BodyForm.Text => Text(kind.Charset!, body, contentType),
            _ => Binary(body, contentType),
        };
        return (text, JsonElement.Parse(text.Span));
    }

    /// <summary>Reads a body that is kept also when no run could see it: then its bytes are, and why.</summary>
    public static async ValueTask<(ReadOnlyMemory<byte> Text, JsonElement Value, string? Problem)> ReadAnyAsync(
        string? contentType,
        ReadOnlyMemory<byte> body,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var (text, value) = await ReadAsync(contentType, body, cancellationToken);
            return (text, value, null);
        }
        catch (ProblemException exception)
        {
            var bytes = Binary(body, contentType);
            return (bytes, JsonElement.Parse(bytes.Span), exception.Problem.Detail);
        }
    }

    /// <summary>Writes JSON.</summary>
    public static ReadOnlyMemory<byte> Write<T>(T state, Action<Utf8JsonWriter, T> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, JsonAnswer.Options))
        {
            write(json, state);
        }

        return buffer.WrittenMemory;
    }

    private static (ReadOnlyMemory<byte> Text, JsonElement Value) Json(ReadOnlyMemory<byte> body)
    {
        var text = body.Span.StartsWith(Encoding.UTF8.Preamble) ? body[Encoding.UTF8.Preamble.Length..] : body;
        try
        {
            return (text, RequestBody.Parse(text.Span));
        }
        catch (ProblemException exception)
        {
            throw BodyProblems.Malformed(exception.Problem.Detail);
        }
    }

    private static ReadOnlyMemory<byte> Text(Encoding charset, ReadOnlyMemory<byte> body, string? contentType)
    {
        try
        {
            using var reader = new StreamReader(new MemoryStream(body.ToArray()), charset);
            return Write(reader.ReadToEnd(), static (json, text) => json.WriteStringValue(text));
        }
        catch (DecoderFallbackException)
        {
            return Binary(body, contentType);
        }
    }

    private static ReadOnlyMemory<byte> Binary(ReadOnlyMemory<byte> body, string? contentType) =>
        Write(
            (body, contentType),
            static (json, state) =>
            {
                json.WriteStartObject();
                json.WriteBase64String("base64", state.body.Span);
                json.WriteString("contentType", state.contentType);
                json.WriteEndObject();
            }
        );

    private static ReadOnlyMemory<byte> Form(Encoding charset, ReadOnlyMemory<byte> body, string? contentType)
    {
        try
        {
            return Write(UrlForm.Read(charset, body.Span), FieldValues.Write);
        }
        catch (DecoderFallbackException)
        {
            return Binary(body, contentType);
        }
    }
}
