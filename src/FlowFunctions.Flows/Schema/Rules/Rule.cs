using System.Text.Json;

namespace FlowFunctions.Flows.Schema.Rules;

/// <summary>What one keyword, or a group of keywords that only make sense together, asks of a value.</summary>
internal abstract class Rule
{
    /// <summary>Whether the rule depends on what its sibling rules have evaluated.</summary>
    public virtual bool NeedsEvaluated => false;

    /// <summary>Whether the value fulfils the rule; what was evaluated of it is added to <paramref name="seen"/>.</summary>
    public abstract bool Check(JsonElement value, Evaluation run, EvaluatedSet? seen);
}
