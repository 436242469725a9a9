using System.Text.Json;
using FlowFunctions.Expressions;

namespace FlowFunctions.Cli.Expr;

/// <summary>The steps of <c>--steps</c>.</summary>
internal static class GivenSteps
{
    /// <summary>Finds a step among those given.</summary>
    /// <exception cref="InvalidUseException">The value is not an object of objects.</exception>
    public static Func<string, StepScope?> Find(JsonElement steps)
    {
        if (steps.ValueKind == JsonValueKind.Undefined)
        {
            return static _ => null;
        }

        return
            steps.ValueKind == JsonValueKind.Object
            && steps.EnumerateObject().All(static step => step.Value.ValueKind == JsonValueKind.Object)
            ? id => steps.TryGetProperty(id, out var step) ? Scope(step) : null
            : throw new InvalidUseException(
                "--steps takes an object of objects, such as {\"fetch\": {\"output\": 1}}."
            );
    }

    private static StepScope Scope(JsonElement step) =>
        new(
            step.TryGetProperty("status", out var status) ? status.ToString() : "Succeeded",
            step.TryGetProperty("output", out var output) ? output : default,
            step.TryGetProperty("error", out var error) ? error : default
        );
}
