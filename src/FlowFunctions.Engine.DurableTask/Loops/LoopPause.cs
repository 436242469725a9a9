using System.Text.Json;

namespace FlowFunctions.Engine.DurableTask.Loops;

/// <summary>What the activity of a loop answers, and gets as the input of its next call: <c>{"pauseMs":…}</c>.</summary>
public static class LoopPause
{
    /// <summary>The longest pause.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    /// <summary>The pause after an activity that failed, or whose answer cannot be read.</summary>
    public static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(30);

    /// <summary>In place of a pause: the loop ends, until somebody starts it again.</summary>
    public static readonly TimeSpan End = TimeSpan.FromMilliseconds(-1);

    private const string Member = "pauseMs";

    /// <summary>Writes an answer.</summary>
    /// <param name="pause">How long to wait before the next call; none when it is zero. Or <see cref="End"/>.</param>
    public static string Write(TimeSpan pause)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteNumber(Member, (long)pause.TotalMilliseconds);
            json.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
    }

    /// <summary>Reads an answer; null when it is none.</summary>
    public static TimeSpan? Read(string? answer)
    {
        try
        {
            return
                answer is not null
                && JsonElement.Parse(answer) is { ValueKind: JsonValueKind.Object } json
                && json.TryGetProperty(Member, out var pause)
                && pause.ValueKind == JsonValueKind.Number
                && pause.TryGetInt64(out var milliseconds)
                ? TimeSpan.FromMilliseconds(
                    Math.Clamp(milliseconds, (long)End.TotalMilliseconds, (long)Longest.TotalMilliseconds)
                )
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
