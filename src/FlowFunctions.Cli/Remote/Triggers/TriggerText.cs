using System.Globalization;
using System.Text.Json;
using FlowFunctions.Cli.Run.Display;
using FlowFunctions.Cli.Server;
using FlowFunctions.Cli.Terminals;

namespace FlowFunctions.Cli.Remote.Triggers;

/// <summary>A trigger of a server for people.</summary>
internal static class TriggerText
{
    /// <summary>Whether it starts runs, and if not why.</summary>
    public static string StateOf(JsonElement trigger) =>
        trigger.Flag("enabled") == false ? "off"
        : trigger.Flag("flowEnabled") == false ? "flow disabled"
        : trigger.Flag("paused") == true ? "paused"
        : "fires";

    /// <summary>Prints all that is known of it.</summary>
    public static void Print(Terminal terminal, JsonElement trigger)
    {
        Field("trigger", trigger.Text("id"));
        Field("name", trigger.Text("name"));
        Field("type", trigger.Text("type"));
        Field("starts", trigger.Text("summary"));
        Field("url", trigger.Text("url"));
        Field("version", trigger.Number("version")?.ToString(CultureInfo.InvariantCulture));
        Field("state", StateOf(trigger));
        Field("paused", Paused(trigger));
        Field("problem", trigger.Member("problem").Text("message"));
        Field("runs", trigger.Number("started")?.ToString(CultureInfo.InvariantCulture));
        Field("last run", Last(trigger));
        Field("refused", trigger.Number("refused")?.ToString(CultureInfo.InvariantCulture));
        Field("last error", Error(trigger.Member("lastError")));

        void Field(string name, string? value)
        {
            if (value is not null)
            {
                terminal.Output.WriteLine($"{name, -10}  {PlainText.Line(value)}");
            }
        }
    }

    private static string? Paused(JsonElement trigger) =>
        trigger.Time("pausedAt") is { } at
            ? $"since {TimeText.Iso(at)}{(trigger.Text("pauseReason") is { } why ? $": {why}" : "")}"
            : null;

    private static string? Last(JsonElement trigger) =>
        trigger.Text("lastRunId") is { } run && trigger.Time("lastFiredAt") is { } at
            ? $"{run} at {TimeText.Iso(at)}"
            : null;

    private static string? Error(JsonElement error) =>
        error.Text("code") is { } code && error.Time("at") is { } at
            ? $"{code} at {TimeText.Iso(at)}: {error.Text("message")}"
            : null;
}
