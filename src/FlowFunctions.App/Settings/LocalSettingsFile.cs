using System.Text.Json;

namespace FlowFunctions.App.Settings;

/// <summary><c>local.settings.json</c>, as Azure Functions Core Tools read it: settings under <c>Values</c>.</summary>
internal static class LocalSettingsFile
{
    /// <summary>The file's name.</summary>
    public const string Name = "local.settings.json";

    private const int MaxBytes = 1024 * 1024;
    private const string Values = "Values";

    private static readonly JsonDocumentOptions Options = new()
    {
        CommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };

    /// <summary>The values of a file; none when there is no such file.</summary>
    /// <exception cref="SettingException">It cannot be read or is not of that form.</exception>
    public static IReadOnlyDictionary<string, string> Read(string path)
    {
        if (!File.Exists(path))
        {
            return new Dictionary<string, string>(StringComparer.Ordinal);
        }

        try
        {
            if (new FileInfo(path).Length > MaxBytes)
            {
                throw new SettingException($"'{path}' is larger than 1 MB, which no settings file should be.");
            }

            // As a stream, since editors may begin it with a byte order mark.
            using var file = File.OpenRead(path);
            using var document = JsonDocument.Parse(file, Options);
            return Of(document.RootElement, path);
        }
        catch (JsonException exception)
        {
            throw new SettingException(
                $"'{path}' is no JSON: line {exception.LineNumber + 1}, position {exception.BytePositionInLine + 1}. Correct it, or remove the file.",
                exception
            );
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SettingException($"'{path}' cannot be read: {exception.Message}", exception);
        }
    }

    private static Dictionary<string, string> Of(JsonElement root, string path)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            throw new SettingException($"'{path}' must hold an object, as local.settings.sample.json does.");
        }

        if (root.TryGetProperty("IsEncrypted", out var encrypted) && encrypted.ValueKind == JsonValueKind.True)
        {
            throw new SettingException(
                $"'{path}' is encrypted, which is not supported. Decrypt it with 'func settings decrypt'."
            );
        }

        if (!root.TryGetProperty(Values, out var values))
        {
            return new Dictionary<string, string>(StringComparer.Ordinal);
        }

        return values.ValueKind == JsonValueKind.Object
            ? values
                .EnumerateObject()
                .GroupBy(static value => value.Name, StringComparer.Ordinal)
                .ToDictionary(static value => value.Key, value => Text(value.Last(), path), StringComparer.Ordinal)
            : throw new SettingException($"'Values' in '{path}' must be an object of names and texts.");
    }

    private static string Text(JsonProperty value, string path) =>
        value.Value.ValueKind switch
        {
            JsonValueKind.String => value.Value.GetString()!,
            JsonValueKind.Null => "",
            JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.Value.GetRawText(),
            _ => throw new SettingException($"The value of '{value.Name}' in '{path}' must be a text."),
        };
}
