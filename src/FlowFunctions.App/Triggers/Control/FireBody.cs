using System.Text.Json;
using FlowFunctions.App.Problems;
using FlowFunctions.App.Requests;

namespace FlowFunctions.App.Triggers.Control;

/// <summary>What a trigger that is fired by hand is given.</summary>
/// <param name="Trigger">Members of <c>trigger</c>, in place of those that stand for nothing special; or null.</param>
/// <param name="Input">The run's input, whatever the trigger's <c>input</c> says; or null.</param>
internal sealed record FireBody(JsonElement? Trigger, JsonElement? Input)
{
    /// <summary>The body of the request or message that it stands for, or null.</summary>
    public JsonElement? Content =>
        Trigger is { } trigger && trigger.TryGetProperty("body", out var body) && body.ValueKind != JsonValueKind.Null
            ? body
            : null;

    /// <summary>Reads <c>{ trigger?, input? }</c>, which may be left out.</summary>
    /// <exception cref="ProblemException">400: it is something else.</exception>
    public static FireBody Read(byte[] body)
    {
        var json = body.Length == 0 ? default : RequestBody.Parse(body);
        var members = BodyMembers.Of(json, "trigger", "input");
        var trigger = members.Any("trigger");
        if (trigger is { ValueKind: not JsonValueKind.Object })
        {
            throw new ProblemException(
                Problem.BadRequest("'trigger' is an object with members such as 'body' or 'headers'.")
            );
        }

        // A null is an input as any other value is.
        return new(
            trigger,
            json.ValueKind == JsonValueKind.Object && json.TryGetProperty("input", out var input) ? input : null
        );
    }
}
