using FlowFunctions.Cli.Run.Progress;
using FlowFunctions.Cli.Terminals;
using FlowFunctions.Engine.Steps;

namespace FlowFunctions.Cli.Run.Display;

/// <summary>What is said of a step.</summary>
internal static class StepText
{
    private const string ForEach = "foreach";
    private static readonly char[] Spinner = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];

    /// <summary>One character for its state.</summary>
    /// <param name="step">The step.</param>
    /// <param name="frame">Counts the pictures drawn, for what moves.</param>
    public static char Glyph(StepProgress step, int frame) => step.IsReached ? Glyph(step.Status, frame) : '·';

    /// <inheritdoc cref="Glyph(StepProgress, int)"/>
    public static char Glyph(StepStatus status, int frame) =>
        status switch
        {
            StepStatus.Succeeded => '✓',
            StepStatus.Failed or StepStatus.TimedOut => '✗',
            StepStatus.Cancelled => '■',
            StepStatus.Skipped => '–',
            StepStatus.Waiting => '…',
            StepStatus.Retrying => '↻',
            _ => Spinner[frame % Spinner.Length],
        };

    public static string Color(StepProgress step) => step.IsReached ? Color(step.Status) : Ansi.Dim;

    public static string Color(StepStatus status) =>
        status switch
        {
            StepStatus.Succeeded => Ansi.Green,
            StepStatus.Failed or StepStatus.TimedOut => Ansi.Red,
            StepStatus.Cancelled or StepStatus.Retrying or StepStatus.Waiting => Ansi.Yellow,
            StepStatus.Running => Ansi.Cyan,
            _ => Ansi.Dim,
        };

    /// <summary>State, attempt, iterations, duration and what there is to say of its wait or error.</summary>
    public static string Describe(StepProgress step, DateTimeOffset now)
    {
        if (!step.IsReached)
        {
            return "";
        }

        string?[] parts =
        [
            step.Status.ToString(),
            Attempt(step),
            Iterations(step),
            Duration(step, now),
            Detail(step, now),
        ];
        return string.Join("  ", parts.Where(static part => part is not null));
    }

    private static string? Attempt(StepProgress step)
    {
        var most = step.Plan.Retry.MaxAttempts;
        return most == 1 || step.Attempt == 0 ? null : $"attempt {step.Attempt}/{most}";
    }

    private static string? Iterations(StepProgress step) =>
        step.Plan.Body is null || step.Iterations.Count == 0 ? null
        : step.Total is { } total ? $"each {(step.Status == StepStatus.Succeeded ? total : step.Finished)}/{total}"
        : step.Plan.Type == ForEach ? null
        : $"iteration {step.Iterations.Keys.Last() + 1}";

    private static string? Duration(StepProgress step, DateTimeOffset now) =>
        step.StartedAt is { } start ? DurationText.Of((step.EndedAt ?? now) - start) : null;

    private static string? Detail(StepProgress step, DateTimeOffset now) =>
        step.Status switch
        {
            StepStatus.Waiting when step.Wait is { } wait => WaitText.Of(wait, now),
            StepStatus.Failed or StepStatus.TimedOut or StepStatus.Retrying when step.Error is { } error => Error(
                error
            ),
            _ => null,
        };

    /// <summary>An error in one line.</summary>
    public static string Error(StepError error) => PlainText.Line($"{error.Code}: {error.Message}");
}
