using System.Text.Json;

namespace FlowFunctions.Engine.DurableTask.Clients.Management;

/// <summary>
/// What the Functions host tells a function with a <c>durableClient</c> binding: where the Durable Functions extension answers.
/// It holds a key; nothing but the calls to the extension may show it.
/// </summary>
/// <param name="TaskHubName">The task hub.</param>
/// <param name="HttpBaseUrl">The HTTP management API, without a slash at the end.</param>
/// <param name="RpcBaseUrl">The extension's own gRPC endpoint on loopback, or null.</param>
/// <param name="RequiredQueryString">What each request to the management API must carry, such as <c>code=…</c>; a secret.</param>
/// <param name="ConnectionName">The storage connection's name, or null for the default.</param>
public sealed record DurableClientBinding(
    string TaskHubName,
    Uri HttpBaseUrl,
    Uri? RpcBaseUrl,
    string RequiredQueryString,
    string? ConnectionName = null
)
{
    /// <summary>Reads the value of the binding: a JSON object, or a JSON string whose content is such an object, once or several times.</summary>
    /// <param name="json">UTF-8 JSON.</param>
    /// <exception cref="FormatException">It is not such a value; the message says what is wrong and shows nothing of it.</exception>
    public static DurableClientBinding Parse(ReadOnlySpan<byte> json)
    {
        try
        {
            return DurableClientJson.Read(json);
        }
        // The reader's own exception may quote what it read, and that holds a key.
        catch (JsonException)
        {
            throw new FormatException(
                "The durableClient binding's value is not JSON of the form that the extension gives."
            );
        }
    }

    /// <summary>Without the key.</summary>
    public override string ToString() =>
        $"{nameof(DurableClientBinding)} {{ {TaskHubName}, {HttpBaseUrl.GetLeftPart(UriPartial.Path)}, {RpcBaseUrl} }}";
}
