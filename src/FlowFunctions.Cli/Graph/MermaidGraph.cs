using FlowFunctions.Flows.Plans;

namespace FlowFunctions.Cli.Graph;

/// <summary>A graph as a Mermaid flowchart; loops are subgraphs.</summary>
internal static class MermaidGraph
{
    public static void Write(TextWriter output, Plan plan)
    {
        output.WriteLine("flowchart TD");
        Write(output, plan.Root, "  ");
    }

    private static void Write(TextWriter output, PlanScope scope, string indent)
    {
        foreach (var step in GraphLayers.InOrder(scope))
        {
            WriteNode(output, step, indent);
        }

        foreach (var edge in GraphLayers.InOrder(scope).SelectMany(static step => step.Outgoing))
        {
            output.WriteLine($"{indent}{NodeId(scope.Steps[edge.From])} {Arrow(edge)} {NodeId(scope.Steps[edge.To])}");
        }
    }

    private static void WriteNode(TextWriter output, PlanStep step, string indent)
    {
        var label = $"\"{step.Id}<br/><small>{step.Type}</small>\"";
        if (step.Body is not { } body)
        {
            var hasPorts = step.Outgoing.Any(static edge => edge.Port is not null);
            output.WriteLine(indent + NodeId(step) + (hasPorts ? $"{{{label}}}" : $"[{label}]"));
            return;
        }

        output.WriteLine($"{indent}subgraph {NodeId(step)} [{label}]");
        Write(output, body, indent + "  ");
        output.WriteLine($"{indent}end");
    }

    private static string Arrow(PlanEdge edge) =>
        (edge.On, EdgeLabel.Of(edge)) switch
        {
            (EdgeCondition.Success, null) => "-->",
            (EdgeCondition.Success, var port) => $"-- \"{port}\" -->",
            (_, var kind) => $"-. \"{kind}\" .->",
        };

    // Hyphens would read as parts of arrows, and 'end' closes a subgraph; ids that are different stay different.
    private static string NodeId(PlanStep step) =>
        "s_" + step.Id.Replace("_", "__", StringComparison.Ordinal).Replace("-", "_h", StringComparison.Ordinal);
}
