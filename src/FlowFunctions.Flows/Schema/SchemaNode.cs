using System.Text.Json;
using FlowFunctions.Flows.Schema.Rules;

namespace FlowFunctions.Flows.Schema;

/// <summary>One compiled schema. References make the nodes a graph, so a node is created first and filled later.</summary>
internal sealed class SchemaNode(SchemaResource resource)
{
    private static readonly Rule[] Nothing = [NothingRule.Instance];
    private Rule[] rules = [];
    private bool tracks;

    public SchemaResource Resource { get; } = resource;

    /// <summary>Whether this is the schema <c>false</c>.</summary>
    public bool IsFalse => rules == Nothing;

    public IReadOnlyList<Rule> Rules => rules;

    public void Fill(bool anything) => rules = anything ? [] : Nothing;

    public void Fill(IEnumerable<Rule> found)
    {
        rules = found.ToArray();
        tracks = rules.Any(rule => rule.NeedsEvaluated);
    }

    /// <summary>Whether a value is valid here; what was evaluated of it is added to <paramref name="seen"/>.</summary>
    public bool Evaluate(JsonElement value, Evaluation run, EvaluatedSet? seen)
    {
        if (rules.Length == 0 || run.Assumes(value))
            return true;
        if (!run.Enter(this))
            return false;
        // What a parent has seen through a sibling schema is not this schema's to know (Core 11).
        var own = tracks ? run.Rent() : seen;
        bool valid = Check(value, run, own);
        if (tracks)
        {
            seen?.UnionWith(own!);
            run.Return(own);
        }
        run.Leave();
        return valid;
    }

    private bool Check(JsonElement value, Evaluation run, EvaluatedSet? seen)
    {
        bool valid = true;
        foreach (var rule in rules)
        {
            if (rule.Check(value, run, seen))
                continue;
            valid = false;
            if (!run.Continues)
                break;
        }
        return valid;
    }
}
