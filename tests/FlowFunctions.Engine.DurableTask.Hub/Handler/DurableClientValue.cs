using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace FlowFunctions.Engine.DurableTask.Hub.Handler;

/// <summary>The value of a <c>durableClient</c> binding: where the host's task hub is reached.</summary>
/// <param name="Name">The binding's name.</param>
/// <param name="TaskHub">The task hub's name.</param>
/// <param name="HttpBaseUrl">The HTTP management API.</param>
/// <param name="RpcBaseUrl">The gRPC endpoint.</param>
/// <param name="RequiredQuery">Query parameters that each call of the management API needs.</param>
internal sealed record DurableClientValue(
    string Name,
    string TaskHub,
    string HttpBaseUrl,
    string RpcBaseUrl,
    string RequiredQuery
)
{
    /// <summary>The JSON text of the value.</summary>
    public string Json()
    {
        var buffer = new ArrayBufferWriter<byte>();
        var options = new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        using (var writer = new Utf8JsonWriter(buffer, options))
        {
            writer.WriteStartObject();
            writer.WriteString("taskHubName", TaskHub);
            writer.WriteNull("connectionName");
            writer.WriteNull("creationUrls");
            writer.WriteNull("managementUrls");
            writer.WriteNull("baseUrl");
            writer.WriteString("requiredQueryStringParameters", RequiredQuery);
            writer.WriteString("rpcBaseUrl", RpcBaseUrl);
            writer.WriteString("httpBaseUrl", HttpBaseUrl);
            writer.WriteBoolean("useForwardedHost", false);
            writer.WriteNumber("maxGrpcMessageSizeInBytes", 4_194_304);
            writer.WriteString("grpcHttpClientTimeout", "\"00:01:40\"");
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
