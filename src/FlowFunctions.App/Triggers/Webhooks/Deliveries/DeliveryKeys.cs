using System.Text.Json;
using FlowFunctions.App.Problems;
using FlowFunctions.App.Runs.Start;
using FlowFunctions.App.Triggers.Webhooks.Bodies;
using FlowFunctions.Expressions;

namespace FlowFunctions.App.Triggers.Webhooks.Deliveries;

/// <summary>By what a delivery is known again: what the flow says, else the sender's id, else the signature if a time is signed with it.</summary>
internal sealed class DeliveryKeys(RunStarter starter, TimeProvider time)
{
    /// <summary>The key; null for a delivery that cannot be known again.</summary>
    /// <exception cref="ProblemException">400: the flow's expression fails, or gives what is no key.</exception>
    public DeliveryKey? Of(Delivery delivery)
    {
        var replay = delivery.Proof.Replay;
        if (delivery.Webhook.DedupeKey is not { } template)
        {
            return (delivery.Id ?? replay) is { } usual ? new DeliveryKey(usual, Replay: null) : null;
        }

        // Nothing says that it is signed: a copy of a signed request could bring another key or none, so the signature counts as well.
        var own = Evaluate(template, delivery) is { Length: > 0 } text ? text : null;
        return (own ?? delivery.Id ?? replay) is { } key ? new DeliveryKey(key, replay) : null;
    }

    private string? Evaluate(JsonTemplate template, Delivery delivery)
    {
        try
        {
            var value = template.Evaluate(
                new ExpressionScope
                {
                    Trigger = delivery.Value.Element,
                    Env = starter.Env.Element,
                    Now = time.GetUtcNow(),
                    Seed = delivery.Webhook.Trigger.Key.Id,
                }
            );
            return TextOf(value);
        }
        catch (ExpressionException exception)
        {
            throw Bad($"cannot be made of what came: {exception.Message}");
        }
    }

    private static string? TextOf(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.Null or JsonValueKind.Undefined => null,
            JsonValueKind.String when value.GetString() is { Length: <= WebhookLimits.MaxKeyLength } text => text,
            JsonValueKind.Number => value.GetRawText(),
            _ => throw Bad($"is no text of at most {WebhookLimits.MaxKeyLength} characters and no number."),
        };

    private static ProblemException Bad(string what) =>
        new(
            Problem.BadRequest(
                $"The delivery's key {what} Correct 'dedupe' of the trigger, or what is sent.",
                "Webhook.DedupeKey"
            )
        );
}

/// <summary>By what a delivery is known again.</summary>
/// <param name="Text">The key.</param>
/// <param name="Replay">What is the same in every copy of the signed request, if that is more than the key tells; else null.</param>
internal sealed record DeliveryKey(string Text, string? Replay);
