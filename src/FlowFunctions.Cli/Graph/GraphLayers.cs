using FlowFunctions.Flows.Plans;

namespace FlowFunctions.Cli.Graph;

/// <summary>
/// The layers of a graph: a step stands one layer below the lowest step that leads to it. Plans hold their steps in order of id; people
/// want them in the order in which they can run.
/// </summary>
internal static class GraphLayers
{
    /// <summary>The steps from the first layer to the last.</summary>
    public static IEnumerable<PlanStep> InOrder(PlanScope scope)
    {
        var layers = Of(scope);
        return scope.Steps.OrderBy(step => layers[step.Index]);
    }

    /// <summary>The layer of each step by its index, from 0.</summary>
    public static int[] Of(PlanScope scope)
    {
        var layers = new int[scope.Steps.Length];
        var missing = scope.Steps.Select(static step => step.IncomingCount).ToArray();
        var ready = new Queue<int>(scope.Roots);
        while (ready.TryDequeue(out var index))
        {
            foreach (var edge in scope.Steps[index].Outgoing)
            {
                layers[edge.To] = Math.Max(layers[edge.To], layers[index] + 1);
                if (--missing[edge.To] == 0)
                {
                    ready.Enqueue(edge.To);
                }
            }
        }

        return layers;
    }
}
