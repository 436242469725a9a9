using System.Net.Http.Headers;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using FlowFunctions.Steps.Execution;
using FlowFunctions.Steps.Secrets;

namespace FlowFunctions.Steps.Http;

/// <summary>The body of a request. It can be sent more than once, as redirects may ask for it.</summary>
/// <param name="Create">Makes it anew.</param>
/// <param name="HoldsSecret">Whether another origin must not see it.</param>
internal sealed record HttpBody(Func<HttpContent> Create, bool HoldsSecret = false)
{
    /// <summary>Reads <c>body</c>.</summary>
    /// <exception cref="StepFailedException">It cannot be sent.</exception>
    public static HttpBody Read(JsonElement body, SecretValues secrets)
    {
        var given = body.EnumerateObject().First(static form => form.Name != "contentType");
        var contentType = ContentType("/body/contentType", body.OptionalText("contentType"));
        var value = given.Value;
        return given.Name switch
        {
            "json" => Bytes(JsonMarshal.GetRawUtf8Value(value).ToArray(), contentType ?? new("application/json")),
            "text" => Bytes(Encoding.UTF8.GetBytes(value.GetString()!), contentType ?? new("text/plain", "utf-8")),
            "form" => Form(value, secrets),
            "binary" => Bytes(Base64("/body/binary", value), contentType ?? new("application/octet-stream")),
            _ => Multipart([.. value.EnumerateArray().Select(Part.Read)]),
        };
    }

    private static HttpBody Bytes(byte[] bytes, MediaTypeHeaderValue contentType) =>
        new(() => new ByteArrayContent(bytes) { Headers = { ContentType = contentType } });

    private static HttpBody Form(JsonElement form, SecretValues secrets)
    {
        var fields = form.EnumerateObject()
            .Select(static field => KeyValuePair.Create(field.Name, field.Value.ToText()))
            .ToArray();
        return new(() => new FormUrlEncodedContent(fields), Array.Exists(fields, field => secrets.AreIn(field.Value)));
    }

    private static HttpBody Multipart(Part[] parts) =>
        new(() =>
        {
            var content = new MultipartFormDataContent();
            foreach (var part in parts)
            {
                part.AddTo(content);
            }

            return content;
        });

    private static byte[] Base64(string pointer, JsonElement value) =>
        value.TryGetBytesFromBase64(out var bytes)
            ? bytes
            : throw StepFailedException.InvalidInput(pointer, "is not Base64 (RFC 4648, section 4).");

    private static MediaTypeHeaderValue? ContentType(string pointer, string? text)
    {
        if (text is null)
        {
            return null;
        }

        return MediaTypeHeaderValue.TryParse(text, out var contentType)
            ? contentType
            : throw StepFailedException.InvalidInput(pointer, $"is '{text}', which is not a media type.");
    }

    private sealed record Part(string Name, string? FileName, byte[] Bytes, MediaTypeHeaderValue ContentType)
    {
        public static Part Read(JsonElement part, int index)
        {
            var pointer = $"/body/multipart/{index}";
            var bytes = part.TryGetProperty("binary", out var binary)
                ? Base64($"{pointer}/binary", binary)
                : Encoding.UTF8.GetBytes(part.OptionalText("text")!);
            var fallback = binary.ValueKind == JsonValueKind.Undefined ? "text/plain" : "application/octet-stream";
            return new Part(
                Quotable($"{pointer}/name", part.OptionalText("name"))!,
                Quotable($"{pointer}/fileName", part.OptionalText("fileName")),
                bytes,
                HttpBody.ContentType($"{pointer}/contentType", part.OptionalText("contentType") ?? fallback)!
            );
        }

        public void AddTo(MultipartFormDataContent form)
        {
            var content = new ByteArrayContent(Bytes) { Headers = { ContentType = ContentType } };
            if (FileName is null)
            {
                form.Add(content, Name);
            }
            else
            {
                form.Add(content, Name, FileName);
            }
        }

        private static string? Quotable(string pointer, string? text) =>
            text is null || !text.Any(static character => character is '"' || char.IsControl(character))
                ? text
                : throw StepFailedException.InvalidInput(pointer, "must not hold quotes or control characters.");
    }
}
