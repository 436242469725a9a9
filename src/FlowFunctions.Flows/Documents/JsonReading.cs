using System.Collections.Immutable;
using System.Text.Json;

namespace FlowFunctions.Flows.Documents;

/// <summary>Reads members that may be missing or of another kind: then they are null, empty or of kind Undefined.</summary>
internal static class JsonReading
{
    public static JsonElement Member(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var member) ? member : default;

    public static string? Text(this JsonElement element, string name) => element.Member(name).AsText();

    public static string? AsText(this JsonElement element) =>
        element.ValueKind == JsonValueKind.String ? element.GetString() : null;

    public static int? Integer(this JsonElement element, string name) =>
        element.Member(name) is { ValueKind: JsonValueKind.Number } number
        && number.GetDouble() is >= int.MinValue and <= int.MaxValue and var value
            ? (int)value
            : null;

    public static bool Flag(this JsonElement element, string name, bool otherwise) =>
        element.Member(name).ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => otherwise,
        };

    public static ImmutableArray<string> Texts(this JsonElement element, string name) =>
        element.Member(name) is { ValueKind: JsonValueKind.Array } array
            ? [.. array.EnumerateArray().Select(AsText).OfType<string>()]
            : [];

    /// <summary>The members in document order; of two with the same name the last counts.</summary>
    public static OrderedDictionary<string, JsonElement> Members(this JsonElement element)
    {
        var members = new OrderedDictionary<string, JsonElement>(StringComparer.Ordinal);
        if (element.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in element.EnumerateObject())
            {
                members[member.Name] = member.Value;
            }
        }

        return members;
    }

    public static IEnumerable<JsonProperty> Objects(this JsonElement element, string name) =>
        element.Member(name) is { ValueKind: JsonValueKind.Object } members
            ? members.EnumerateObject().Where(static member => member.Value.ValueKind == JsonValueKind.Object)
            : [];

    /// <summary>A member of an enumeration by its JSON name, which is its C# name with a small first letter.</summary>
    public static T Choice<T>(this JsonElement element, string name, T otherwise = default)
        where T : struct, Enum => element.Text(name) is { } text ? JsonNames<T>.Find(text) ?? otherwise : otherwise;
}
