using System.Globalization;
using System.Text;
using System.Text.Json;
using FlowFunctions.App.Requests;
using FlowFunctions.App.Runs.Read;

namespace FlowFunctions.App.Runs.Logs;

/// <summary>A line of a run's log.</summary>
/// <param name="At">When.</param>
/// <param name="Level"><c>info</c>, <c>warning</c> or <c>error</c>; <c>debug</c> from steps only.</param>
/// <param name="Step">The step's path, or null for a line about the whole run.</param>
/// <param name="Attempt">The step's attempt, or null.</param>
/// <param name="Message">What happened.</param>
internal sealed record LogLine(DateTimeOffset At, string Level, string? Step, int? Attempt, string Message)
{
    public const string Info = "info";
    public const string Warning = "warning";
    public const string Error = "error";

    /// <summary>Whether the step wrote it, rather than the run's history telling it.</summary>
    public bool IsOfStep { get; init; }

    /// <summary>Writes the line as an object.</summary>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        RunJson.WriteTime(json, "at", At);
        json.WriteString("level", Level);
        RunJson.WriteText(json, "step", Step);
        if (Attempt is { } attempt)
        {
            json.WriteNumber("attempt", attempt);
        }

        json.WriteString("message", Message);
        json.WriteString("source", IsOfStep ? "step" : "system");
        json.WriteEndObject();
    }

    /// <summary>The line as one line of text with its end.</summary>
    public string ToText()
    {
        var text = new StringBuilder(UtcTimeConverter.Format(At));
        text.Append(CultureInfo.InvariantCulture, $" {Level, -7} ");
        if (Step is not null)
        {
            text.Append(Step);
            if (Attempt > 1)
            {
                text.Append(CultureInfo.InvariantCulture, $"#{Attempt}");
            }

            text.Append(": ");
        }

        return text.Append(Message.ReplaceLineEndings(" ")).Append('\n').ToString();
    }
}
