using System.Buffers;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using FlowFunctions.App.Problems;
using FlowFunctions.App.Requests;
using FlowFunctions.Flows.Text;

namespace FlowFunctions.App.Flows.Documents;

/// <summary>A document that somebody sent, as JSON or YAML.</summary>
/// <param name="Text">The text.</param>
/// <param name="Format">Which of the two it is.</param>
internal sealed record FlowText(string Text, TextFormat Format)
{
    private const string InvalidText = "The document is no valid Unicode text. Save it as UTF-8 and send it again.";
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    /// <summary>Reads the body of a request.</summary>
    /// <exception cref="ProblemException">400: it is no text; 413: it is larger than 1 MB; 415: it is neither JSON nor YAML.</exception>
    public static async Task<FlowText> ReadAsync(HttpRequest request)
    {
        var format = FormatOf(request.ContentType);
        return Decode(await RequestBody.ReadAsync(request, RequestLimits.MaxDocumentBytes), format);
    }

    /// <summary>The text of a file.</summary>
    /// <exception cref="ProblemException">400: it is no text.</exception>
    public static FlowText Decode(ReadOnlySpan<byte> utf8, TextFormat format)
    {
        try
        {
            return new FlowText(Strict.GetString(utf8), format);
        }
        catch (DecoderFallbackException)
        {
            throw Unreadable();
        }
    }

    /// <summary>The document as JSON in UTF-8, whatever it means.</summary>
    /// <param name="problems">Takes what is wrong with the text.</param>
    /// <returns>The document, or null when it cannot be read.</returns>
    /// <exception cref="ProblemException">400: it holds half of a character.</exception>
    public byte[]? ToJson(ICollection<TextProblem> problems)
    {
        if (TextDocument.Read(Text, Format, problems) is not { } document)
        {
            return null;
        }

        var buffer = new ArrayBufferWriter<byte>(Text.Length);
        try
        {
            using var json = new Utf8JsonWriter(buffer);
            document.Root.WriteTo(json);
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException)
        {
            throw Unreadable();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static ProblemException Unreadable() => new(Problem.BadRequest(InvalidText));

    private static TextFormat FormatOf(string? contentType)
    {
        if (string.IsNullOrEmpty(contentType))
        {
            return TextFormat.Auto;
        }

        var type = MediaTypeHeaderValue.TryParse(contentType, out var parsed) ? parsed.MediaType : null;
        return type?.ToLowerInvariant() switch
        {
            "application/json" or "text/json" => TextFormat.Json,
            "application/yaml" or "application/x-yaml" or "text/yaml" or "text/x-yaml" => TextFormat.Yaml,
            { } other when other.EndsWith("+json", StringComparison.Ordinal) => TextFormat.Json,
            { } other when other.EndsWith("+yaml", StringComparison.Ordinal) => TextFormat.Yaml,
            _ => throw new ProblemException(
                new Problem(
                    StatusCodes.Status415UnsupportedMediaType,
                    "Request.MediaType",
                    "The body's Content-Type is not one that this route takes. Send application/json or application/yaml."
                )
            ),
        };
    }
}
