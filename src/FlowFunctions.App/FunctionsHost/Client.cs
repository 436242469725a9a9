using System.Text.Json;
using FlowFunctions.Engine.DurableTask.CustomHandler;

namespace FlowFunctions.App.FunctionsHost;

/// <summary>
/// <c>Client</c>: this process has asked its own host to be called with the addresses of the durable client. Whoever else asks gets the
/// same empty answer, and nothing happens.
/// </summary>
internal sealed class Client(DurableClientAddresses addresses)
{
    /// <summary>The address under the host's own.</summary>
    public const string Route = "api/internal/client";

    /// <summary>The parameter with the nonce.</summary>
    public const string NonceParameter = "nonce";

    public async Task HandleAsync(HttpContext context)
    {
        var call = await HostCall.ReadAsync(context);
        if (addresses.Redeem(NonceOf(call)))
        {
            addresses.Learn(call);
        }

        await HostCall.AnswerAsync(
            context,
            static body => HostAnswer.WriteStatus(body, HostFunctions.ResponseBinding, StatusCodes.Status204NoContent)
        );
    }

    private static string? NonceOf(HostInvocation call) =>
        JsonElement.Parse(call.Json(HostFunctions.RequestBinding).Span) is { ValueKind: JsonValueKind.Object } request
        && request.TryGetProperty("Query", out var query)
        && query.ValueKind == JsonValueKind.Object
        && query.TryGetProperty(NonceParameter, out var nonce)
        && nonce.ValueKind == JsonValueKind.String
            ? nonce.GetString()
            : null;
}
