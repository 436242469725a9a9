using System.Text.Json;
using FlowFunctions.Cli.Terminals;
using FlowFunctions.Engine.Machine;

namespace FlowFunctions.Cli.Run.Display;

/// <summary>What is said of a wait.</summary>
internal static class WaitText
{
    public static string Of(StepWait wait, DateTimeOffset now)
    {
        var what =
            wait.ChildRunId is not null ? "for the called flow"
            : Title(wait) is { } title ? $"for a decision: {title}"
            : wait.Signal is { } signal ? $"for signal {PlainText.Line(signal)}"
            : null;
        var until = wait.Until is { } time ? $"{DurationText.Of(time - now)} left" : null;
        var refused = Refused(wait) is { } problem ? $"the answer was refused: {problem}" : null;
        return string.Join(", ", new[] { what, until, refused }.Where(static part => part is not null));
    }

    /// <summary>What people are asked to decide, or null for a wait that asks nobody.</summary>
    public static string? Title(StepWait? wait) => Detail(wait, "title");

    /// <summary>Why the last answer was no decision, or null.</summary>
    public static string? Refused(StepWait? wait) => Detail(wait, "refused");

    private static string? Detail(StepWait? wait, string name) =>
        wait?.Details is { Reference: null, Element: { ValueKind: JsonValueKind.Object } details }
        && details.TryGetProperty(name, out var detail)
        && detail.ValueKind == JsonValueKind.String
            ? PlainText.Line(detail.GetString()!)
            : null;
}
