using Azure;
using FlowFunctions.Storage.Local;

namespace FlowFunctions.Storage.Tables;

/// <summary>What the Tables client takes from a connection string of a storage account.</summary>
/// <param name="Endpoint">The address of the Table service.</param>
/// <param name="SharedKey">The account and its key, if it is a key that authorises.</param>
/// <param name="Sas">The shared access signature, if that authorises.</param>
internal sealed record TableConnectionString(Uri Endpoint, TableSharedKeyCredential? SharedKey, AzureSasCredential? Sas)
{
    private static readonly string Development =
        $"TableEndpoint=http://127.0.0.1:10002/{Azurite.AccountName};"
        + $"AccountName={Azurite.AccountName};AccountKey={Azurite.AccountKey}";

    /// <exception cref="FormatException">The text is no connection string or lacks a part; the message holds no secret.</exception>
    public static TableConnectionString Parse(string text)
    {
        var parts = Split(text);
        if (
            parts.TryGetValue("UseDevelopmentStorage", out var development)
            && bool.TryParse(development, out var use)
            && use
        )
        {
            parts = Split(Development);
        }

        var endpoint = Address(parts);
        if (parts.TryGetValue("SharedAccessSignature", out var sas))
        {
            return new(endpoint, null, new AzureSasCredential(sas));
        }

        return parts.TryGetValue("AccountName", out var name) && parts.TryGetValue("AccountKey", out var key)
            ? new(endpoint, new TableSharedKeyCredential(name, key), null)
            : throw new FormatException(
                "The storage connection string needs AccountName and AccountKey, or SharedAccessSignature."
            );
    }

    private static Dictionary<string, string> Split(string text)
    {
        var parts = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var part in text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var at = part.IndexOf('=', StringComparison.Ordinal);
            if (at <= 0 || !parts.TryAdd(part[..at], part[(at + 1)..]))
            {
                throw new FormatException(
                    "The storage connection string is not a list of different Name=Value; pairs."
                );
            }
        }

        return parts;
    }

    private static Uri Address(Dictionary<string, string> parts)
    {
        if (!parts.TryGetValue("TableEndpoint", out var endpoint))
        {
            if (!parts.TryGetValue("AccountName", out var account))
            {
                throw new FormatException("The storage connection string needs TableEndpoint or AccountName.");
            }

            var scheme = parts.GetValueOrDefault("DefaultEndpointsProtocol", "https");
            endpoint = $"{scheme}://{account}.table.{parts.GetValueOrDefault("EndpointSuffix", "core.windows.net")}";
        }

        return Uri.TryCreate(endpoint, UriKind.Absolute, out var uri)
            ? uri
            : throw new FormatException("The TableEndpoint of the storage connection string is no address.");
    }
}
