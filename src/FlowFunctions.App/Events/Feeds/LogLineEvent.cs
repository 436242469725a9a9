using System.Text.Json;
using FlowFunctions.App.Runs.Read;

namespace FlowFunctions.App.Events.Feeds;

/// <summary>A log line as readers get it.</summary>
/// <param name="Line">The line.</param>
/// <param name="Skipped">Lines before it that were left out.</param>
/// <param name="Length">The characters after which it is cut.</param>
internal readonly record struct LogLineEvent(LiveLogLine Line, int Skipped, int Length)
{
    /// <summary>Writes its data.</summary>
    public static void Write(Utf8JsonWriter json, LogLineEvent told)
    {
        var line = told.Line;
        json.WriteStartObject();
        json.WriteString("step", line.Step);
        json.WriteNumber("attempt", line.Attempt);
        RunJson.WriteTime(json, "at", line.At);
        json.WriteString("level", line.Level);
        json.WriteString("message", line.Message.AsSpan(0, Math.Min(told.Length, line.Message.Length)));
        if (line.Message.Length > told.Length)
        {
            json.WriteBoolean("cut", true);
        }

        if (told.Skipped > 0)
        {
            json.WriteNumber("skipped", told.Skipped);
        }

        json.WriteEndObject();
    }
}
