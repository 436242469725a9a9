using System.Text;
using Microsoft.Net.Http.Headers;

namespace FlowFunctions.App.Triggers.Webhooks.Bodies;

/// <summary>What the Content-Type of a request says of its body.</summary>
/// <param name="Form">How it is read.</param>
/// <param name="Charset">The encoding of text.</param>
/// <param name="Boundary">What stands between the parts of a multipart body.</param>
internal readonly record struct BodyKind(BodyForm Form, Encoding? Charset = null, string? Boundary = null)
{
    /// <summary>Reads a Content-Type; one that is missing, unknown or malformed means bytes.</summary>
    public static BodyKind Of(string? contentType)
    {
        if (!MediaTypeHeaderValue.TryParse(contentType, out var type))
        {
            return new(BodyForm.Binary);
        }

        var name = type.MediaType.Value!.ToLowerInvariant();
        if (name is "application/json" or "text/json" || name.EndsWith("+json", StringComparison.Ordinal))
        {
            return new(BodyForm.Json);
        }

        if (name == "multipart/form-data")
        {
            return new(BodyForm.Multipart, Boundary: HeaderUtilities.RemoveQuotes(type.Boundary).Value);
        }

        var isForm = name == "application/x-www-form-urlencoded";
        return (isForm || IsText(name)) && CharsetOf(type) is { } charset
            ? new(isForm ? BodyForm.Form : BodyForm.Text, charset)
            : new(BodyForm.Binary);
    }

    private static bool IsText(string name) =>
        name.StartsWith("text/", StringComparison.Ordinal)
        || name.EndsWith("+xml", StringComparison.Ordinal)
        || name is "application/xml" or "application/javascript" or "application/x-ndjson" or "application/yaml";

    // Strict: bytes that are no text in it must not get lost.
    private static Encoding? CharsetOf(MediaTypeHeaderValue type)
    {
        try
        {
            return Encoding.GetEncoding(
                HeaderUtilities.RemoveQuotes(type.Charset) is { HasValue: true, Length: > 0 } name
                    ? name.Value!
                    : "utf-8",
                EncoderFallback.ExceptionFallback,
                DecoderFallback.ExceptionFallback
            );
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }
}

/// <summary>How a body is read.</summary>
internal enum BodyForm
{
    Json,
    Form,
    Multipart,
    Text,
    Binary,
}
