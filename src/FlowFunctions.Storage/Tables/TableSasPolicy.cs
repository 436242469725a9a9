using Azure;
using Azure.Core;
using Azure.Core.Pipeline;

namespace FlowFunctions.Storage.Tables;

/// <summary>Puts a shared access signature in the query of every attempt, so that an updated one is used at once.</summary>
internal sealed class TableSasPolicy(AzureSasCredential credential) : HttpPipelineSynchronousPolicy
{
    private const string Property = "FlowFunctions.TableSas";

    public override void OnSendingRequest(HttpMessage message)
    {
        var uri = message.Request.Uri;
        var signature = credential.Signature.TrimStart('?');
        var query = Unsigned(message, uri.Query);
        message.SetProperty(Property, signature);
        uri.Query = query.Length == 0 ? $"?{signature}" : $"{query}&{signature}";
    }

    private static string Unsigned(HttpMessage message, string query) =>
        message.TryGetProperty(Property, out var used) && query.EndsWith((string)used!, StringComparison.Ordinal)
            ? query[..^(((string)used!).Length + 1)]
            : query;
}
