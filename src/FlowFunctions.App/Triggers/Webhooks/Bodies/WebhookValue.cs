using System.Collections.Immutable;
using System.Text.Json;
using FlowFunctions.Engine.Payloads;
using FlowFunctions.Flows.Triggers;

namespace FlowFunctions.App.Triggers.Webhooks.Bodies;

/// <summary>What expressions see of a request under <c>trigger</c>.</summary>
internal sealed record WebhookValue
{
    private const string Masked = "***";

    /// <summary>The trigger's id in its flow.</summary>
    public required string TriggerId { get; init; }

    /// <summary>The request; its body is read already.</summary>
    public required HttpRequest Request { get; init; }

    /// <summary>The path behind the workspace.</summary>
    public required string Path { get; init; }

    /// <summary>Values of route parameters.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Parameters { get; init; } = [];

    /// <summary>How the sender proves who it is, or null; the header that does so is left out.</summary>
    public WebhookAuth? Auth { get; init; }

    /// <summary>Whether it came to a test address: then values of headers that may be secret are masked.</summary>
    public bool IsTest { get; init; }

    /// <summary>The body as JSON.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Why the body is none that a run can see, or null; only what came to a test address is kept with one.</summary>
    public string? BodyProblem { get; init; }

    /// <summary>The sender's id of the delivery, or null.</summary>
    public string? DeliveryId { get; init; }

    /// <summary>When it came.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>The value.</summary>
    public Payload ToPayload() =>
        Payload.FromUtf8(WebhookBody.Write(this, static (json, value) => value.Write(json)).ToArray());

    private void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("type", "webhook");
        json.WriteString("id", TriggerId);
        json.WriteString("method", Request.Method);
        json.WriteString("path", Path);
        json.WriteStartObject("params");
        foreach (var (name, value) in Parameters)
        {
            json.WriteString(name, value);
        }

        json.WriteEndObject();
        json.WritePropertyName("query");
        FieldValues.Write(json, Request.Query);
        WriteHeaders(json);
        json.WriteString("contentType", Request.ContentType);
        json.WritePropertyName("body");
        json.WriteRawValue(Body.Span, skipInputValidation: true);
        if (BodyProblem is not null)
        {
            json.WriteString("bodyProblem", BodyProblem);
        }

        if (DeliveryId is not null)
        {
            json.WriteString("deliveryId", DeliveryId);
        }

        json.WriteString("receivedAt", ReceivedAt.UtcDateTime);
        json.WriteEndObject();
    }

    private void WriteHeaders(Utf8JsonWriter json)
    {
        json.WriteStartObject("headers");
        foreach (var (name, values) in Request.Headers)
        {
            if (!SecretHeaders.Contains(name, Auth))
            {
                var value = IsTest && SecretHeaders.MayBe(name) ? Masked : values.ToString();
                json.WriteString(name.ToLowerInvariant(), value);
            }
        }

        json.WriteEndObject();
    }
}
