using System.Text.Json;
using FlowFunctions.Flows.Schema.Compilation;

namespace FlowFunctions.Flows.Schema.Rules;

/// <summary><c>if</c>, <c>then</c> and <c>else</c> (Core 10.2.2).</summary>
internal sealed class ConditionRule(SchemaNode condition, SchemaNode? then, SchemaNode? otherwise) : Rule
{
    public static IEnumerable<Rule> Read(SchemaReader schema)
    {
        // Read them all: a branch without a condition is not applied, but it has to be a schema.
        var (condition, then, otherwise) = (schema.Schema("if"), schema.Schema("then"), schema.Schema("else"));
        if (condition is not null)
            yield return new ConditionRule(condition, then, otherwise);
    }

    public override bool Check(JsonElement value, Evaluation run, EvaluatedSet? seen)
    {
        int assumptions = run.Assumptions;
        var own = seen is null ? null : run.Rent();
        bool holds = run.Try(condition, value, own);
        if (holds && own is not null)
            seen!.UnionWith(own);
        run.Return(own);
        // It holds as far as is known: either branch may turn out to be the one that applies.
        if (
            holds
            && run.Assumptions > assumptions
            && Applies(then, value, run, seen) | Applies(otherwise, value, run, seen)
        )
            return true;
        return (holds ? then : otherwise)?.Evaluate(value, run, seen) ?? true;
    }

    private static bool Applies(SchemaNode? branch, JsonElement value, Evaluation run, EvaluatedSet? seen) =>
        branch is null || run.Try(branch, value, seen);
}
