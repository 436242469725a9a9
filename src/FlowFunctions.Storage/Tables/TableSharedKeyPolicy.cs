using System.Globalization;
using Azure.Core;
using Azure.Core.Pipeline;

namespace FlowFunctions.Storage.Tables;

/// <summary>
/// Signs every attempt of a request (REST reference, "Authorize with Shared Key", the Table service's form): verb, MD5, type and date
/// of the request and the resource, which is the account and the path as they are sent, and of the query only <c>comp</c>, which
/// no request of this client has.
/// </summary>
internal sealed class TableSharedKeyPolicy(TableSharedKeyCredential credential, TimeProvider time)
    : HttpPipelineSynchronousPolicy
{
    public override void OnSendingRequest(HttpMessage message)
    {
        var request = message.Request;
        var date = time.GetUtcNow().ToString("R", CultureInfo.InvariantCulture);
        _ = request.Headers.TryGetValue("Content-Type", out var contentType);
        var resource = $"/{credential.AccountName}{request.Uri.ToUri().AbsolutePath}";
        var signature = credential.Sign($"{request.Method}\n\n{contentType}\n{date}\n{resource}");
        request.Headers.SetValue("x-ms-date", date);
        request.Headers.SetValue("Authorization", $"SharedKey {credential.AccountName}:{signature}");
    }
}
