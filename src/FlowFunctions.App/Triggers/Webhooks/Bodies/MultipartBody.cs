using System.Text;
using FlowFunctions.App.Problems;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace FlowFunctions.App.Triggers.Webhooks.Bodies;

/// <summary>Reads multipart/form-data (RFC 7578): fields by name, and files with their content.</summary>
internal static class MultipartBody
{
    private static readonly UTF8Encoding Strict = new(
        encoderShouldEmitUTF8Identifier: false,
        throwOnInvalidBytes: true
    );

    /// <summary>Reads a body.</summary>
    /// <exception cref="ProblemException">400: it is none, or too much of it.</exception>
    public static async ValueTask<ReadOnlyMemory<byte>> ReadAsync(
        string? boundary,
        ReadOnlyMemory<byte> body,
        CancellationToken cancellationToken
    )
    {
        if (boundary is not { Length: > 0 and <= WebhookLimits.MaxBoundaryLength })
        {
            throw BodyProblems.Malformed(
                "The Content-Type of a multipart body names its boundary in 1 to 70 characters."
            );
        }

        try
        {
            return await ReadPartsAsync(boundary, body, cancellationToken);
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException)
        {
            throw BodyProblems.Malformed($"The multipart body cannot be read: {exception.Message}");
        }
    }

    private static async Task<ReadOnlyMemory<byte>> ReadPartsAsync(
        string boundary,
        ReadOnlyMemory<byte> body,
        CancellationToken cancellationToken
    )
    {
        var reader = new MultipartReader(boundary, new MemoryStream(body.ToArray()))
        {
            HeadersCountLimit = WebhookLimits.MaxPartHeaders,
            HeadersLengthLimit = WebhookLimits.MaxPartHeadersLength,
            BodyLengthLimit = WebhookLimits.MaxBodyBytes,
        };
        var fields = new Dictionary<string, StringValues>(StringComparer.Ordinal);
        var files = new List<MultipartFile>();
        for (var parts = 0; await reader.ReadNextSectionAsync(cancellationToken) is { } section; parts++)
        {
            if (parts == WebhookLimits.MaxParts)
            {
                throw BodyProblems.Malformed($"The body has more than {WebhookLimits.MaxParts} parts.");
            }

            await TakeAsync(section, fields, files, cancellationToken);
        }

        return WebhookBody.Write(
            (fields, files),
            static (json, parts) => MultipartFile.Write(json, parts.fields, parts.files)
        );
    }

    private static async Task TakeAsync(
        MultipartSection section,
        Dictionary<string, StringValues> fields,
        List<MultipartFile> files,
        CancellationToken cancellationToken
    )
    {
        if (
            !ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition)
            || HeaderUtilities.RemoveQuotes(disposition.Name).Value
                is not { Length: > 0 and <= WebhookLimits.MaxNameLength } name
        )
        {
            throw BodyProblems.Malformed("Each part of a multipart body has a Content-Disposition with a name.");
        }

        using var content = new MemoryStream();
        await section.Body.CopyToAsync(content, cancellationToken);
        var file = disposition.FileNameStar.HasValue
            ? disposition.FileNameStar
            : HeaderUtilities.RemoveQuotes(disposition.FileName);
        if (!file.HasValue && TextOf(content) is { } text)
        {
            fields[name] = StringValues.Concat(fields.GetValueOrDefault(name), text);
        }
        else
        {
            files.Add(new MultipartFile(name, file.Value, section.ContentType, content.ToArray()));
        }
    }

    private static string? TextOf(MemoryStream content)
    {
        try
        {
            return Strict.GetString(content.GetBuffer(), 0, (int)content.Length);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
