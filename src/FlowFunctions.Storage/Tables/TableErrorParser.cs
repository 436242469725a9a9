using System.Text.Json;
using Azure;
using Azure.Core;

namespace FlowFunctions.Storage.Tables;

/// <summary>Reads <c>{"odata.error":{"code":…,"message":{"value":…}}}</c> (REST reference, "Status and error codes").</summary>
internal sealed class TableErrorParser : RequestFailedDetailsParser
{
    public static TableErrorParser Instance { get; } = new();

    public override bool TryParse(Response response, out ResponseError? error, out IDictionary<string, string>? data)
    {
        data = null;
        error = response.ContentStream is MemoryStream ? Parse(response.Content.ToMemory()) : null;
        error ??= response.Headers.TryGetValue("x-ms-error-code", out var code) ? new ResponseError(code, null) : null;
        return error is not null;
    }

    /// <summary>The error of a body, or null if the body is none of the service.</summary>
    public static ResponseError? Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var error = document.RootElement.GetProperty("odata.error");
            var message = error.GetProperty("message").GetProperty("value").GetString();
            return new ResponseError(error.GetProperty("code").GetString(), message);
        }
        catch (Exception exception)
            when (exception is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            // A proxy or a gateway answered; the status says what there is to say.
            return null;
        }
    }
}
