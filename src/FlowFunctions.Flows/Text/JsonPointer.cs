using System.Globalization;
using System.Text.Json;

namespace FlowFunctions.Flows.Text;

/// <summary>JSON pointers, RFC 6901.</summary>
public static class JsonPointer
{
    /// <summary>The place of a member.</summary>
    /// <param name="pointer">The place of its object.</param>
    /// <param name="name">Its name, which is escaped (section 3).</param>
    public static string Append(string pointer, string name) =>
        $"{pointer}/{name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}";

    internal static string Append(string pointer, int index) =>
        string.Create(CultureInfo.InvariantCulture, $"{pointer}/{index}");

    /// <summary>The reference tokens of a pointer, unescaped.</summary>
    internal static IEnumerable<string> Tokens(string pointer) =>
        pointer
            .Split('/')
            .Skip(1)
            .Select(token =>
                token.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)
            );

    /// <summary>An array index as section 4 of the RFC writes it: no sign, no leading zero.</summary>
    internal static bool TryIndex(string token, out int index) =>
        int.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out index)
        && (token.Length == 1 || token[0] != '0');

    internal static JsonElement? Find(JsonElement root, string pointer)
    {
        foreach (string token in Tokens(pointer))
        {
            if (root.ValueKind == JsonValueKind.Object && root.TryGetProperty(token, out var member))
                root = member;
            else if (
                root.ValueKind == JsonValueKind.Array
                && TryIndex(token, out int index)
                && index < root.GetArrayLength()
            )
                root = root[index];
            else
                return null;
        }
        return root;
    }
}
