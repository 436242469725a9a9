using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace FlowFunctions.App.Tests.FunctionsHost;

/// <summary>Calls as the Functions host makes them: chunked JSON in which texts are encoded twice.</summary>
internal static class HostCalls
{
    /// <summary>A call with bindings and metadata, whose texts are encoded as the host does it.</summary>
    public static JsonObject Of(params (string Name, JsonNode? Value)[] data) =>
        new() { ["Data"] = Values(data), ["Metadata"] = new JsonObject() };

    /// <summary>Adds metadata.</summary>
    public static JsonObject With(this JsonObject call, params (string Name, JsonNode? Value)[] metadata)
    {
        call["Metadata"] = Values(metadata);
        return call;
    }

    /// <summary>A text as the host writes it.</summary>
    public static JsonNode Text(string text) => JsonValue.Create(JsonSerializer.Serialize(text));

    /// <summary>The addresses of a durable client, as its binding brings them.</summary>
    public static JsonNode Client(string address = "http://127.0.0.1:1") =>
        Text(
            $$"""{"taskHubName":"Hub","requiredQueryStringParameters":"code=x","rpcBaseUrl":"http://127.0.0.1:2","httpBaseUrl":"{{address}}/runtime/webhooks/durabletask"}"""
        );

    /// <summary>Calls a function.</summary>
    /// <returns>What it answered; the body must be JSON, never empty.</returns>
    public static async Task<(int Status, JsonElement Body)> CallAsync(
        this HttpClient handler,
        string function,
        string body,
        CancellationToken cancellationToken = default
    )
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, function)
        {
            Content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("application/json")),
        };
        request.Headers.TransferEncodingChunked = true;
        request.Headers.Add("X-Azure-Functions-InvocationId", Guid.NewGuid().ToString());
        using var response = await handler.SendAsync(request, cancellationToken);
        return (
            (int)response.StatusCode,
            JsonElement.Parse(await response.Content.ReadAsByteArrayAsync(cancellationToken))
        );
    }

    private static JsonObject Values((string Name, JsonNode? Value)[] values) =>
        new(values.Select(static value => KeyValuePair.Create(value.Name, value.Value)));
}
