using System.Text.Json;
using FlowFunctions.Flows.Schema.Compilation;

namespace FlowFunctions.Flows.Schema.Rules;

/// <summary><c>uniqueItems</c> (Validation 6.4.3).</summary>
internal sealed class UniqueItemsRule : Rule
{
    private const int SmallArray = 8;

    public static IEnumerable<Rule> Read(SchemaReader schema)
    {
        if (schema.Flag("uniqueItems") == true)
            yield return new UniqueItemsRule();
    }

    public override bool Check(JsonElement value, Evaluation run, EvaluatedSet? seen)
    {
        if (value.ValueKind != JsonValueKind.Array)
            return true;
        var (first, second) = value.GetArrayLength() <= SmallArray ? Compare(value, run) : CompareByHash(value, run);
        return second < 0
            || run.Collecting
                && run.Fail("uniqueItems", $"must not hold the same item twice (items {first} and {second})");
    }

    private static (int, int) Compare(JsonElement array, Evaluation run)
    {
        int length = array.GetArrayLength();
        for (int second = 1; second < length; second++)
        for (int first = 0; first < second; first++)
            if (JsonEquality.Equal(array[first], array[second], run, whenAssumed: false))
                return (first, second);
        return (-1, -1);
    }

    private static (int, int) CompareByHash(JsonElement array, Evaluation run)
    {
        var items = array.EnumerateArray().ToArray();
        var byHash = new Dictionary<int, List<int>>();
        for (int second = 0; second < items.Length; second++)
        {
            int hash = JsonEquality.Hash(items[second], run);
            if (!byHash.TryGetValue(hash, out var same))
                byHash[hash] = same = [];
            foreach (int first in same)
                if (JsonEquality.Equal(items[first], items[second], run, whenAssumed: false))
                    return (first, second);
            same.Add(second);
        }
        return (-1, -1);
    }
}
