using System.Text.Encodings.Web;
using System.Text.Json;

namespace FlowFunctions.App.Requests;

/// <summary>How answers are written.</summary>
internal static class WireJson
{
    /// <summary>Options for answers: they are never part of a page, so what is safe there need not be escaped here.</summary>
    public static JsonSerializerOptions Answers(JsonSerializerOptions options) =>
        new(options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
