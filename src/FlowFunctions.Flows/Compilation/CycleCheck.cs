using System.Globalization;

namespace FlowFunctions.Flows.Compilation;

/// <summary>Reports one shortest cycle of each strongly connected component of a scope.</summary>
internal static class CycleCheck
{
    /// <summary>A longer path is cut in its middle.</summary>
    private const int LongestPath = 20;

    public static void Check(IndexedScope scope, ScopeGraph graph, ProblemList problems)
    {
        for (var component = 0; component < graph.Components.Count; component++)
        {
            if (graph.IsCycle(component))
            {
                Report(scope, ShortestCycle(graph, graph.Components[component][0]), problems);
            }
        }
    }

    private static void Report(IndexedScope scope, List<int> cycle, ProblemList problems)
    {
        var path = Path([.. cycle.Append(cycle[0]).Select(step => scope.Steps[step].Id)]);
        var back = scope.Edges.First(edge => edge.From == cycle[^1] && edge.To == cycle[0]);
        problems.Add(
            ProblemCodes.Cycle,
            $"Edges form a cycle: {path}. Remove one of them; to repeat steps use a loop.",
            back.Edge.Pointer
        );
    }

    private static string Path(string[] ids)
    {
        if (ids.Length > LongestPath)
        {
            var left = ids.Length - LongestPath;
            var more = string.Create(CultureInfo.InvariantCulture, $"({left:N0} more)");
            ids = [.. ids[..(LongestPath / 2)], more, .. ids[^(LongestPath / 2)..]];
        }

        return string.Join(" -> ", ids);
    }

    /// <summary>The steps of a shortest cycle through a step, from it on; breadth first within its component.</summary>
    private static List<int> ShortestCycle(ScopeGraph graph, int start)
    {
        var cameFrom = new Dictionary<int, int>();
        var queue = new Queue<int>([start]);
        while (!cameFrom.ContainsKey(start))
        {
            var node = queue.Dequeue();
            foreach (var target in graph.Targets(node))
            {
                if (graph.Component[target] == graph.Component[start] && cameFrom.TryAdd(target, node))
                {
                    queue.Enqueue(target);
                }
            }
        }

        var cycle = new List<int>();
        for (var node = cameFrom[start]; node != start; node = cameFrom[node])
        {
            cycle.Add(node);
        }

        cycle.Add(start);
        cycle.Reverse();
        return cycle;
    }
}
