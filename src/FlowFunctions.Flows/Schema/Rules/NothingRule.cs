using System.Text.Json;

namespace FlowFunctions.Flows.Schema.Rules;

/// <summary>The schema <c>false</c>.</summary>
internal sealed class NothingRule : Rule
{
    public static NothingRule Instance { get; } = new();

    public override bool Check(JsonElement value, Evaluation run, EvaluatedSet? seen) =>
        run.Fail("false", "is not allowed here");
}
