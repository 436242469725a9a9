using System.Globalization;
using System.Text.Json;
using FlowFunctions.Flows.Schema.Compilation;

namespace FlowFunctions.Flows.Schema.Rules;

/// <summary><c>contains</c>, <c>minContains</c> and <c>maxContains</c> (Core 10.3.1.3, Validation 6.4.4).</summary>
internal sealed class ContainsRule(SchemaNode schema, long least, long most) : Rule
{
    public static IEnumerable<Rule> Read(SchemaReader schema)
    {
        var (contains, least, most) = (
            schema.Schema("contains"),
            schema.Count("minContains"),
            schema.Count("maxContains")
        );
        if (contains is not null)
            yield return new ContainsRule(contains, least ?? 1, most ?? long.MaxValue);
    }

    public override bool Check(JsonElement value, Evaluation run, EvaluatedSet? seen)
    {
        if (value.ValueKind != JsonValueKind.Array)
            return true;
        var (matches, certain) = Count(value, run, seen);
        if (certain > most)
            return run.Fail("maxContains", Message("at most", most));
        return matches >= least || run.Fail(least == 1 ? "contains" : "minContains", Message("at least", least));
    }

    private (long Matches, long Certain) Count(JsonElement value, Evaluation run, EvaluatedSet? seen)
    {
        long matches = 0;
        long certain = 0;
        int index = 0;
        foreach (var item in value.EnumerateArray())
        {
            int assumptions = run.Assumptions;
            if (run.Try(schema, item, null))
            {
                matches++;
                certain += run.Assumptions == assumptions ? 1 : 0;
                seen?.Add(index);
            }
            // Which items match is asked for only where others depend on it.
            if (seen is null && (certain > most || matches >= least && most == long.MaxValue))
                break;
            index++;
        }
        return (matches, certain);
    }

    private static string Message(string bound, long count) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"must have {bound} {count} item{(count == 1 ? "" : "s")} of the required form"
        );
}
