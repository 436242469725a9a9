using System.Text.Json;
using FlowFunctions.Flows.Plans;
using FlowFunctions.Flows.Text;

namespace FlowFunctions.Flows.Diff;

/// <summary>Finds the smallest parts in which two values differ.</summary>
internal static class FieldDiff
{
    /// <summary>The differences; an element of kind Undefined stands for no value.</summary>
    /// <param name="before">The older value.</param>
    /// <param name="after">The newer value.</param>
    /// <param name="except">Members of the values themselves that are not compared.</param>
    public static IReadOnlyList<FieldChange> Between(JsonElement before, JsonElement after, params string[] except)
    {
        var changes = new List<FieldChange>();
        Compare(before, after, "", changes, except);
        return changes;
    }

    /// <summary>Whether two values mean the same.</summary>
    private static bool Same(JsonElement before, JsonElement after) =>
        before.ValueKind == JsonValueKind.Undefined || after.ValueKind == JsonValueKind.Undefined
            ? before.ValueKind == after.ValueKind
            : CanonicalJson.Write(before).AsSpan().SequenceEqual(CanonicalJson.Write(after));

    private static void Compare(
        JsonElement before,
        JsonElement after,
        string pointer,
        List<FieldChange> changes,
        string[] except
    )
    {
        if (before.ValueKind == JsonValueKind.Object && after.ValueKind == JsonValueKind.Object)
        {
            CompareMembers(before, after, pointer, changes, except);
        }
        else if (
            before.ValueKind == JsonValueKind.Array
            && after.ValueKind == JsonValueKind.Array
            && before.GetArrayLength() == after.GetArrayLength()
        )
        {
            CompareItems(before, after, pointer, changes);
        }
        else if (!Same(before, after))
        {
            changes.Add(new FieldChange(pointer, Value(before), Value(after)));
        }
    }

    private static void CompareMembers(
        JsonElement before,
        JsonElement after,
        string pointer,
        List<FieldChange> changes,
        string[] except
    )
    {
        foreach (var name in Names(before).Union(Names(after)).Except(except))
        {
            before.TryGetProperty(name, out var older);
            after.TryGetProperty(name, out var newer);
            Compare(older, newer, JsonPointer.Append(pointer, name), changes, []);
        }
    }

    private static void CompareItems(JsonElement before, JsonElement after, string pointer, List<FieldChange> changes)
    {
        for (var index = 0; index < before.GetArrayLength(); index++)
        {
            Compare(before[index], after[index], JsonPointer.Append(pointer, index), changes, []);
        }
    }

    private static IEnumerable<string> Names(JsonElement element) =>
        element.EnumerateObject().Select(static member => member.Name);

    private static JsonElement? Value(JsonElement element) =>
        element.ValueKind == JsonValueKind.Undefined ? null : element;
}
