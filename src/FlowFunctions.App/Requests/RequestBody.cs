using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using System.Text.Unicode;
using FlowFunctions.App.Problems;

namespace FlowFunctions.App.Requests;

/// <summary>Bodies of requests, read whole and within a limit.</summary>
internal static class RequestBody
{
    /// <summary>Nested deeper than any document or input should be; a deeper one is refused rather than walked.</summary>
    private const int MaxDepth = 64;

    private static readonly JsonDocumentOptions Options = new()
    {
        MaxDepth = MaxDepth,
        AllowDuplicateProperties = false,
    };

    /// <summary>Reads the body.</summary>
    /// <param name="request">The request.</param>
    /// <param name="limit">The most bytes.</param>
    /// <exception cref="ProblemException">413: it is larger.</exception>
    public static async ValueTask<byte[]> ReadAsync(HttpRequest request, int limit)
    {
        if (request.ContentLength > limit)
        {
            throw TooLarge(limit);
        }

        var reader = request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(request.HttpContext.RequestAborted);
            if (read.Buffer.Length > limit)
            {
                // Taken, so that the server can read on to the body's end and the caller gets the answer.
                reader.AdvanceTo(read.Buffer.End);
                throw TooLarge(limit);
            }

            if (read.IsCompleted)
            {
                return Take(reader, read.Buffer);
            }

            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    /// <summary>Parses JSON that somebody sent.</summary>
    /// <exception cref="ProblemException">400: it is no JSON, is nested too deeply, or names a member twice.</exception>
    public static JsonElement Parse(ReadOnlySpan<byte> body)
    {
        try
        {
            var element = JsonElement.Parse(body, Options);
            CheckText(body);
            return element;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw new ProblemException(
                Problem.BadRequest(
                    $"The body is no JSON that can be taken: {exception.Message} Objects may be nested {MaxDepth} deep, and no member may stand twice."
                )
            );
        }
    }

    /// <summary>Reads a JSON body; an empty one gives the default.</summary>
    /// <exception cref="ProblemException">400 or 413.</exception>
    public static async ValueTask<JsonElement> ReadJsonAsync(
        HttpRequest request,
        int limit,
        JsonElement empty = default
    )
    {
        var body = await ReadAsync(request, limit);
        return body.Length == 0 ? empty : Parse(body);
    }

    /// <summary>Text that is no Unicode would break later, wherever it is looked at first.</summary>
    /// <exception cref="JsonException">It is not UTF-8.</exception>
    /// <exception cref="InvalidOperationException">An escape sequence stands for half a character.</exception>
    private static void CheckText(ReadOnlySpan<byte> body)
    {
        if (!Utf8.IsValid(body))
        {
            throw new JsonException("It is not UTF-8.");
        }

        if (body.IndexOf("\\u"u8) < 0)
        {
            return;
        }

        var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = MaxDepth });
        while (reader.Read())
        {
            if (reader is { TokenType: JsonTokenType.String or JsonTokenType.PropertyName, ValueIsEscaped: true })
            {
                _ = reader.GetString();
            }
        }
    }

    private static byte[] Take(PipeReader reader, ReadOnlySequence<byte> buffer)
    {
        var body = buffer.ToArray();
        reader.AdvanceTo(buffer.End);
        return body;
    }

    private static ProblemException TooLarge(int limit) =>
        new(
            new Problem(
                StatusCodes.Status413PayloadTooLarge,
                "Request.TooLarge",
                $"The body is larger than {limit} bytes, which is the limit here."
            )
        );
}
