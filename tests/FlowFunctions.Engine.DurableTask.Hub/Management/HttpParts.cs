using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace FlowFunctions.Engine.DurableTask.Hub.Management;

/// <summary>Parts of the API's requests and answers.</summary>
internal static class HttpParts
{
    /// <summary>The instance that the route names.</summary>
    public static string InstanceId(this HttpContext http) => (string)http.Request.RouteValues["instanceId"]!;

    /// <summary>A part of the route.</summary>
    public static string? Route(this HttpContext http, string name) => (string?)http.Request.RouteValues[name];

    /// <summary>A query parameter; null when it is not there.</summary>
    public static string? Query(this HttpContext http, string name) =>
        http.Request.Query.TryGetValue(name, out var values) ? values.ToString() : null;

    /// <summary>Reads the body as text.</summary>
    public static async Task<string> BodyAsync(this HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body, Encoding.UTF8);
        return await reader.ReadToEndAsync(http.RequestAborted);
    }

    /// <summary>Whether a text is JSON.</summary>
    public static bool IsJson(string text)
    {
        try
        {
            JsonDocument.Parse(text).Dispose();
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>Answers with a status and nothing else.</summary>
    public static Task AnswerAsync(this HttpContext http, int status)
    {
        http.Response.StatusCode = status;
        return Task.CompletedTask;
    }

    /// <summary>Answers with a status and a message in the extension's form.</summary>
    public static Task AnswerAsync(this HttpContext http, int status, string message) =>
        http.AnswerAsync(
            status,
            writer =>
            {
                writer.WriteStartObject();
                writer.WriteString("Message", message);
                writer.WriteEndObject();
            }
        );

    /// <summary>Answers with a status and JSON.</summary>
    public static async Task AnswerAsync(this HttpContext http, int status, Action<Utf8JsonWriter> write)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json; charset=utf-8";
        await using var writer = new Utf8JsonWriter(http.Response.BodyWriter);
        write(writer);
    }
}
