using System.Runtime.InteropServices;
using System.Text.Json;
using FlowFunctions.Flows.Text;

namespace FlowFunctions.Flows.Schema;

/// <summary>Equality of JSON values as JSON Schema defines it (Core 4.2.2): numbers by value, objects in any order.</summary>
internal static class JsonEquality
{
    private const int HashDepth = 8;

    /// <summary>Whether two values are equal, with the answer to give where one of them is only assumed.</summary>
    public static bool Equal(JsonElement left, JsonElement right, Evaluation run, bool whenAssumed)
    {
        if (run.Assumes(left) || run.Assumes(right))
            return whenAssumed;
        if (left.ValueKind != right.ValueKind || !run.Spend())
            return false;
        return left.ValueKind switch
        {
            JsonValueKind.Number => JsonNumber.Read(left).Equals(JsonNumber.Read(right)),
            JsonValueKind.String => TextEqual(
                JsonMarshal.GetRawUtf8Value(left)[1..^1],
                JsonMarshal.GetRawUtf8Value(right)[1..^1]
            ),
            JsonValueKind.Array => ArraysEqual(left, right, run, whenAssumed),
            JsonValueKind.Object => ObjectsEqual(left, right, run, whenAssumed),
            _ => true,
        };
    }

    /// <summary>A hash in which equal values agree; it does not look deeper than a few levels.</summary>
    public static int Hash(JsonElement value, Evaluation run, int depth = 0)
    {
        if (depth == HashDepth)
            return (int)value.ValueKind;
        return value.ValueKind switch
        {
            JsonValueKind.Number => JsonNumber.Read(value).GetHashCode(),
            JsonValueKind.String => string.GetHashCode(JsonText.Read(value, ref run.Text)),
            JsonValueKind.Array => value
                .EnumerateArray()
                .Aggregate(1, (hash, item) => HashCode.Combine(hash, Hash(item, run, depth + 1))),
            JsonValueKind.Object => value
                .EnumerateObject()
                .Aggregate(2, (hash, property) => hash + HashMember(property, run, depth)),
            var kind => (int)kind,
        };
    }

    private static int HashMember(JsonProperty property, Evaluation run, int depth)
    {
        int name = string.GetHashCode(JsonText.Name(property, ref run.Text));
        return HashCode.Combine(name, Hash(property.Value, run, depth + 1));
    }

    private static bool TextEqual(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        if (!left.Contains((byte)'\\') && !right.Contains((byte)'\\'))
            return left.SequenceEqual(right);
        char[] first = [];
        char[] second = [];
        return JsonText.Decode(left, ref first).SequenceEqual(JsonText.Decode(right, ref second));
    }

    private static bool ArraysEqual(JsonElement left, JsonElement right, Evaluation run, bool whenAssumed)
    {
        if (left.GetArrayLength() != right.GetArrayLength())
            return false;
        var other = right.EnumerateArray();
        foreach (var item in left.EnumerateArray())
        {
            other.MoveNext();
            if (!Equal(item, other.Current, run, whenAssumed))
                return false;
        }
        return true;
    }

    private static bool ObjectsEqual(JsonElement left, JsonElement right, Evaluation run, bool whenAssumed)
    {
        if (left.GetPropertyCount() != right.GetPropertyCount())
            return false;
        Dictionary<string, JsonElement>? byName = null;
        var other = right.EnumerateObject();
        foreach (var property in left.EnumerateObject())
        {
            other.MoveNext();
            var match = other.Current.Value;
            // Both in the same order is the usual case and needs no look-up.
            if (
                !TextEqual(
                    JsonMarshal.GetRawUtf8PropertyName(property),
                    JsonMarshal.GetRawUtf8PropertyName(other.Current)
                )
            )
            {
                byName ??= ByName(right);
                if (!byName.TryGetValue(JsonText.Name(property), out match))
                    return false;
            }
            if (!Equal(property.Value, match, run, whenAssumed))
                return false;
        }
        return true;
    }

    private static Dictionary<string, JsonElement> ByName(JsonElement value)
    {
        var members = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var property in value.EnumerateObject())
            members[JsonText.Name(property)] = property.Value;
        return members;
    }
}
