using System.Text.Json;
using Microsoft.Extensions.Primitives;

namespace FlowFunctions.App.Triggers.Webhooks.Bodies;

/// <summary>A file of a multipart body, or a field that is no text.</summary>
/// <param name="Field">The field's name.</param>
/// <param name="Name">The file's name as the sender gives it, or null. It is a text for people and never a path.</param>
/// <param name="Type">Its Content-Type, or null.</param>
/// <param name="Content">Its bytes.</param>
internal sealed record MultipartFile(string Field, string? Name, string? Type, byte[] Content)
{
    /// <summary>Writes a body.</summary>
    public static void Write(
        Utf8JsonWriter json,
        IReadOnlyDictionary<string, StringValues> fields,
        IReadOnlyList<MultipartFile> files
    )
    {
        json.WriteStartObject();
        json.WritePropertyName("fields");
        FieldValues.Write(json, fields);
        json.WriteStartArray("files");
        foreach (var file in files)
        {
            file.Write(json);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("field", Field);
        json.WriteString("name", Name);
        json.WriteString("contentType", Type);
        json.WriteNumber("size", Content.Length);
        json.WriteBase64String("base64", Content);
        json.WriteEndObject();
    }
}
