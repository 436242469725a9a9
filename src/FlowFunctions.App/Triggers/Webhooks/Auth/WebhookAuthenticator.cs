using System.Collections.Immutable;
using FlowFunctions.App.Problems;
using FlowFunctions.App.Triggers.Webhooks.Routing;
using FlowFunctions.Flows.Triggers;
using FlowFunctions.Steps.Secrets;

namespace FlowFunctions.App.Triggers.Webhooks.Auth;

/// <summary>Finds out whether a request comes from whom a webhook expects it.</summary>
internal sealed class WebhookAuthenticator(WebhookSecrets secrets, WebhookComplaints complaints, TimeProvider time)
{
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(30);

    /// <summary>What a request that proved nothing is told to bring: the value of a <c>WWW-Authenticate</c> header (RFC 9110, 11.6.1).</summary>
    public static string ChallengeOf(WebhookAuth? auth) =>
        auth?.Type switch
        {
            WebhookAuthType.Basic => "Basic realm=\"webhook\", charset=\"UTF-8\"",
            WebhookAuthType.ApiKey => "ApiKey realm=\"webhook\"",
            _ => "HMAC-SHA256 realm=\"webhook\"",
        };

    /// <summary>Checks a request.</summary>
    /// <param name="webhook">The webhook.</param>
    /// <param name="headers">The request's headers.</param>
    /// <param name="body">The body as it came, when requests are signed.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ProblemException">503: the secret is missing, or the vault does not answer.</exception>
    public async ValueTask<Proof> CheckAsync(
        ActiveWebhook webhook,
        IHeaderDictionary headers,
        ReadOnlyMemory<byte> body,
        CancellationToken cancellationToken
    )
    {
        if (webhook.Definition.Auth is not { } auth)
        {
            return Proof.NotNeeded;
        }

        var values = await SecretsAsync(webhook.Trigger.Key, auth.Secret, cancellationToken);
        return webhook.Scheme is { } scheme ? Check(webhook, scheme, headers, values, body.Span)
            : auth.Type == WebhookAuthType.Basic ? Credentials.ProvePassword(auth, headers, values)
            : Credentials.ProveKey(auth, headers, values);
    }

    private Proof Check(
        ActiveWebhook webhook,
        SignatureScheme scheme,
        IHeaderDictionary headers,
        ImmutableArray<byte[]> values,
        ReadOnlySpan<byte> body
    )
    {
        var auth = webhook.Definition.Auth!;
        ImmutableArray<byte[]> keys = [.. values.Select(scheme.KeyOf).OfType<byte[]>()];
        if (keys.IsEmpty)
        {
            throw NotReady(
                webhook.Trigger.Key,
                $"the secret '{auth.Secret}' begins with whsec_, and what follows is no Base64."
            );
        }

        return scheme.Read(headers) is { } signed
            ? SignatureCheck.Of(signed, keys, body, time.GetUtcNow(), auth.Tolerance)
            : Proof.Bad(scheme.Missing(headers));
    }

    private async ValueTask<ImmutableArray<byte[]>> SecretsAsync(
        TriggerKey key,
        string name,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var values = await secrets.GetAsync(key.Workspace, name, cancellationToken);
            return values.IsEmpty
                ? throw NotReady(key, $"there is no secret '{name}'. {secrets.AdviceFor(name)}")
                : values;
        }
        catch (SecretUnavailableException exception)
        {
            throw NotReady(key, $"the secret '{name}' cannot be read now.", exception);
        }
    }

    // The sender learns neither which secret it is nor what is wrong with it. 503 makes it try again, so nothing gets lost meanwhile.
    private ProblemException NotReady(TriggerKey key, string reason, Exception? exception = null)
    {
        complaints.Tell(key, reason, exception);
        return new(
            new Problem(
                StatusCodes.Status503ServiceUnavailable,
                "Webhook.NotReady",
                "Requests cannot be checked at the moment. Send this one again later; the app's log says what is missing."
            )
            {
                RetryAfter = Retry,
            }
        );
    }
}
