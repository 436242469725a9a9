using System.Text;
using System.Text.Json;
using FlowFunctions.Engine.Payloads;

namespace FlowFunctions.App.Triggers.Webhooks.Answers;

/// <summary>The answer that a respond step says.</summary>
/// <param name="response">The step's output: <c>status</c>, <c>headers</c> and <c>body</c>.</param>
internal sealed class StepAnswer(Payload response) : IResult
{
    // A page that a flow answers with must not act in the name of whoever is signed in to the app at the same address.
    private const string Policy = "sandbox allow-forms allow-scripts";
    private const int LeastStatus = 200;
    private const int LastStatus = 599;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var answer = httpContext.Response;
        var value = response.Element;
        answer.StatusCode = StatusOf(value);
        ResponseHeaders.Apply(value.TryGetProperty("headers", out var headers) ? headers : default, answer.Headers);
        answer.Headers.XContentTypeOptions = "nosniff";
        answer.Headers.Append("Content-Security-Policy", Policy);
        var (content, type) = BodyOf(value.TryGetProperty("body", out var body) ? body : default);
        if (content is null || !MayHaveBody(answer.StatusCode))
        {
            return;
        }

        answer.ContentType ??= type;
        answer.ContentLength = content.Length;
        if (!HttpMethods.IsHead(httpContext.Request.Method))
        {
            await answer.BodyWriter.WriteAsync(content, httpContext.RequestAborted);
        }
    }

    // The web server would break the answer off (RFC 9110, 6.4.1).
    private static bool MayHaveBody(int status) =>
        status
            is not (
                StatusCodes.Status204NoContent
                or StatusCodes.Status205ResetContent
                or StatusCodes.Status304NotModified
            );

    private static int StatusOf(JsonElement value) =>
        value.TryGetProperty("status", out var status)
        && status.TryGetInt32(out var number)
        && number is >= LeastStatus and <= LastStatus
            ? number
            : StatusCodes.Status200OK;

    /// <summary>A text is sent as it is, an object with <c>base64</c> as bytes, everything else as JSON.</summary>
    private static (byte[]? Content, string Type) BodyOf(JsonElement body) =>
        body.ValueKind switch
        {
            JsonValueKind.Undefined or JsonValueKind.Null => (null, ""),
            JsonValueKind.String => (Encoding.UTF8.GetBytes(body.GetString()!), "text/plain; charset=utf-8"),
            JsonValueKind.Object
                when body.TryGetProperty("base64", out var base64)
                    && base64.ValueKind == JsonValueKind.String
                    && base64.TryGetBytesFromBase64(out var bytes) => (bytes, TypeOf(body)),
            _ => (Payload.From(body).Utf8.ToArray(), "application/json; charset=utf-8"),
        };

    private static string TypeOf(JsonElement body) =>
        body.TryGetProperty("contentType", out var type)
        && type.ValueKind == JsonValueKind.String
        && Microsoft.Net.Http.Headers.MediaTypeHeaderValue.TryParse(type.GetString(), out var parsed)
            ? parsed.ToString()
            : "application/octet-stream";
}
