using FlowFunctions.Storage.Local;

namespace FlowFunctions.Storage.Tests.Servers;

/// <summary>Connection strings of servers that stand in the emulator's place.</summary>
internal static class Endpoints
{
    /// <summary>All three services at one server.</summary>
    public static string ConnectionString(Uri server)
    {
        var address = $"{server.GetLeftPart(UriPartial.Authority)}/{Azurite.AccountName}";
        return $"DefaultEndpointsProtocol=http;AccountName={Azurite.AccountName};AccountKey={Azurite.AccountKey};"
            + $"BlobEndpoint={address};QueueEndpoint={address};TableEndpoint={address};";
    }
}
