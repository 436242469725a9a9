using System.Text.Json;

namespace FlowFunctions.Steps.Execution;

/// <summary>Reads members of an evaluated <c>with</c> whose types its schema has made sure of.</summary>
internal static class Inputs
{
    /// <summary>A member that may be missing: then an element of kind Undefined.</summary>
    public static JsonElement Optional(this JsonElement with, string name) =>
        with.TryGetProperty(name, out var value) ? value : default;

    /// <summary>A text that may be missing.</summary>
    public static string? OptionalText(this JsonElement with, string name) => with.Optional(name).AsText();

    /// <summary>The text of a string; null for anything else.</summary>
    public static string? AsText(this JsonElement value) =>
        value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>A string's text, and the JSON text of a number or flag.</summary>
    public static string ToText(this JsonElement value) => value.AsText() ?? value.GetRawText();

    /// <summary>A whole number that may be missing.</summary>
    public static int Integer(this JsonElement with, string name, int fallback) =>
        with.TryGetProperty(name, out var value) ? (int)value.GetDouble() : fallback;

    /// <summary>A flag that may be missing.</summary>
    public static bool Flag(this JsonElement with, string name, bool fallback) =>
        with.TryGetProperty(name, out var value) ? value.ValueKind == JsonValueKind.True : fallback;

    /// <summary>A duration that may be missing.</summary>
    /// <exception cref="StepFailedException">The text is not a duration.</exception>
    public static TimeSpan? OptionalDuration(this JsonElement with, string name) =>
        with.TryGetProperty(name, out _) ? with.Duration(name) : null;

    /// <summary>A duration.</summary>
    /// <exception cref="StepFailedException">The text is not a duration.</exception>
    public static TimeSpan Duration(this JsonElement with, string name) =>
        Flows.Documents.Duration.TryParse(with.GetProperty(name).GetString()!, out var value, out var problem)
            ? value
            : throw StepFailedException.InvalidInput($"/{name}", $"is wrong: {problem}");
}
