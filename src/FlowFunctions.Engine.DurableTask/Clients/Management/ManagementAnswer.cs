using System.Net;
using System.Text.Json;
using FlowFunctions.Engine.DurableTask.Clients.Attempts;

namespace FlowFunctions.Engine.DurableTask.Clients.Management;

/// <summary>An answer of the management API.</summary>
/// <param name="Message">The answer, its body not read yet.</param>
/// <param name="Binding">Whom was asked.</param>
internal readonly record struct ManagementAnswer(HttpResponseMessage Message, DurableClientBinding Binding)
{
    public HttpStatusCode Status => Message.StatusCode;

    /// <summary>The answer as a failure, for a status that the call does not expect.</summary>
    public AttemptFailedException Refusal => ManagementRefusal.Of(Message, Binding);

    /// <summary>Reads the body.</summary>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public async ValueTask<JsonDocument> ReadAsync(CancellationToken cancellationToken)
    {
        await using var body = await Message.Content.ReadAsStreamAsync(cancellationToken);
        return await JsonDocument.ParseAsync(body, default, cancellationToken);
    }
}
