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
        return string.Join(", ", new[] { what, until }.Where(static part => part is not null));
    }

    /// <summary>What people are asked to decide, or null for a wait that asks nobody.</summary>
    public static string? Title(StepWait? wait) =>
        wait?.Details is { Reference: null, Element: { ValueKind: JsonValueKind.Object } details }
        && details.TryGetProperty("title", out var title)
            ? PlainText.Line(title.GetString()!)
            : null;
}
