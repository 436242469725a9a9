using System.Text.Json;

namespace FlowFunctions.Engine.DurableTask.Codec;

/// <summary>Texts that backends hand on as JSON or as they are.</summary>
internal static class Unquoting
{
    /// <summary>The text of a JSON string; anything else as it is.</summary>
    public static string Unquoted(this string text)
    {
        try
        {
            return text is ['"', ..] ? JsonSerializer.Deserialize(text, TextJson.Default.String) ?? text : text;
        }
        catch (JsonException)
        {
            return text;
        }
    }
}
