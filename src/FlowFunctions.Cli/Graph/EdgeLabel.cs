using FlowFunctions.Flows.Plans;

namespace FlowFunctions.Cli.Graph;

/// <summary>What is written at an edge.</summary>
internal static class EdgeLabel
{
    /// <summary>The port or the kind of an edge; null for one that is taken on any success.</summary>
    public static string? Of(PlanEdge edge) =>
        edge.On switch
        {
            EdgeCondition.Failure => "failure",
            EdgeCondition.Always => "always",
            _ => edge.Port,
        };
}
