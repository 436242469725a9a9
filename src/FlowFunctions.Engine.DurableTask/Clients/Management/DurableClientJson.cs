using System.Text;
using System.Text.Json;

namespace FlowFunctions.Engine.DurableTask.Clients.Management;

/// <summary>Reads a <c>durableClient</c> binding's value. Member names are those of the extension's isolated and custom-handler workers.</summary>
internal static class DurableClientJson
{
    // The host gives text of text of the object.
    private const int DeepestText = 3;

    public static DurableClientBinding Read(ReadOnlySpan<byte> json)
    {
        byte[]? inner = null;
        for (var depth = 0; depth <= DeepestText; depth++)
        {
            var reader = new Utf8JsonReader(inner ?? json);
            reader.Read();
            if (reader.TokenType != JsonTokenType.String)
            {
                return ReadObject(ref reader);
            }

            inner = Encoding.UTF8.GetBytes(reader.GetString()!);
        }

        throw new FormatException($"The durableClient binding's value is text in text, more than {DeepestText} deep.");
    }

    private static DurableClientBinding ReadObject(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new FormatException(
                "The durableClient binding's value is neither a JSON object nor the text of one."
            );
        }

        using var document = JsonDocument.ParseValue(ref reader);
        var root = document.RootElement;
        return new(
            Text(root, "taskHubName") ?? throw Missing("taskHubName"),
            Address(root, "httpBaseUrl") is { } http ? Reachable(http) : throw Missing("httpBaseUrl"),
            Address(root, "rpcBaseUrl"),
            Text(root, "requiredQueryStringParameters") ?? "",
            Text(root, "connectionName")
        );
    }

    private static string? Text(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.String
        && value.GetString() is { Length: > 0 } text
            ? text
            : null;

    private static Uri? Address(JsonElement root, string name) =>
        Text(root, name) is not { } text ? null
        : Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" ? address
        : throw new FormatException($"The durableClient binding's {name} is not an http or https address.");

    /// <summary>A host on loopback says https although it listens on http only.</summary>
    private static Uri Reachable(Uri address) =>
        address is { IsLoopback: true, Scheme: "https" }
            ? new UriBuilder(address)
            {
                Scheme = Uri.UriSchemeHttp,
                Port = address.IsDefaultPort ? -1 : address.Port,
            }.Uri
            : address;

    private static FormatException Missing(string name) => new($"The durableClient binding has no {name}.");
}
