using System.Text.Json;
using FlowFunctions.App.Runs.Read;
using FlowFunctions.Storage.Callbacks;

namespace FlowFunctions.App.Runs.Callbacks;

/// <summary>Callbacks as the API shows them.</summary>
internal static class CallbackJson
{
    public static void Write(Utf8JsonWriter json, RunCallback callback)
    {
        json.WriteStartObject();
        json.WriteString("runId", callback.RunId);
        json.WriteString("url", Shown(callback.Url));
        json.WriteString("secret", callback.Secret);
        json.WriteString("state", JsonNamingPolicy.CamelCase.ConvertName(callback.State.ToString()));
        json.WriteNumber("tries", callback.Tries);
        RunJson.WriteTime(json, "createdAt", callback.CreatedAt);
        RunJson.WriteTime(json, "lastTriedAt", callback.LastTriedAt);
        RunJson.WriteTime(json, "nextTryAt", callback.NextTryAt);
        RunJson.WriteTime(json, "endedAt", callback.EndedAt);
        if (callback.LastStatus is { } status)
        {
            json.WriteNumber("lastStatus", status);
        }

        RunJson.WriteText(json, "lastError", callback.LastError);
        json.WriteEndObject();
    }

    /// <summary>An address without its query, which may hold what is nobody's business.</summary>
    public static string Shown(string url) => new Uri(url).GetLeftPart(UriPartial.Path);
}
