using System.Globalization;
using System.Text;
using System.Text.Json;

namespace FlowFunctions.Expressions.Values;

/// <summary>
/// Reads JSON strings as JavaScript does: an escaped lone surrogate is a character like any other, while
/// System.Text.Json refuses to transcode it.
/// </summary>
internal static class JsonText
{
    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    public static string Read(JsonElement element)
    {
        try
        {
            return element.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return Unescape(element.GetRawText());
        }
    }

    public static string ReadName(JsonProperty property)
    {
        try
        {
            return property.Name;
        }
        catch (InvalidOperationException)
        {
            var raw = property.ToString();
            return Unescape(raw[..EndOfName(raw)]);
        }
    }

    public static bool TryGetProperty(JsonElement source, string name, out JsonElement value)
    {
        try
        {
            return source.TryGetProperty(name, out value);
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException)
        {
            value = default;
            foreach (var property in source.EnumerateObject())
            {
                if (ReadName(property) == name)
                    value = property.Value;
            }
            return value.ValueKind != JsonValueKind.Undefined;
        }
    }

    /// <summary>Parses a text that may hold lone surrogates, which UTF-8 cannot; escaped they mean the same.</summary>
    /// <exception cref="JsonException">The text is not JSON (RFC 8259).</exception>
    public static JsonElement Parse(string json, int maxDepth)
    {
        var options = new JsonDocumentOptions { MaxDepth = maxDepth };
        try
        {
            return JsonElement.Parse(StrictUtf8.GetBytes(json), options);
        }
        catch (EncoderFallbackException)
        {
            var escaped = new StringBuilder(json.Length + 16);
            for (var i = 0; i < json.Length; i++)
                AppendEscapingLone(escaped, json, ref i);
            return JsonElement.Parse(escaped.ToString(), options);
        }
    }

    /// <summary>Appends the character, or the surrogate pair, at <paramref name="i"/>; a lone surrogate as an escape.</summary>
    public static void AppendEscapingLone(StringBuilder output, string text, ref int i)
    {
        var c = text[i];
        if (!char.IsSurrogate(c))
            output.Append(c);
        else if (i + 1 < text.Length && char.IsSurrogatePair(c, text[i + 1]))
            output.Append(c).Append(text[++i]);
        else
            output.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
    }

    private static int EndOfName(string property)
    {
        var i = 1;
        while (property[i] != '"')
            i += property[i] == '\\' ? 2 : 1;
        return i + 1;
    }

    private static string Unescape(string quoted)
    {
        var text = new StringBuilder(quoted.Length);
        for (var i = 1; i < quoted.Length - 1; i++)
        {
            if (quoted[i] != '\\')
            {
                text.Append(quoted[i]);
                continue;
            }
            var c = quoted[++i];
            if (c == 'u')
            {
                text.Append(
                    (char)int.Parse(quoted.AsSpan(i + 1, 4), NumberStyles.HexNumber, CultureInfo.InvariantCulture)
                );
                i += 4;
            }
            else
                text.Append(UnescapeSingle(c));
        }
        return text.ToString();
    }

    private static char UnescapeSingle(char c) =>
        c switch
        {
            'b' => '\b',
            'f' => '\f',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            _ => c,
        };
}
