using FlowFunctions.Flows.Documents;
using FlowFunctions.Flows.Plans;

namespace FlowFunctions.Flows.Compilation;

/// <summary>Finds steps that can never run: behind a cycle only, or with a join that its edges can never fulfil.</summary>
internal sealed class UnreachableCheck(IndexedScope scope, ScopeGraph graph, ProblemList problems)
{
    private const string Success = "success";
    private const string Failure = "failure";

    private readonly List<IndexedEdge>?[] _incoming = new List<IndexedEdge>?[scope.Steps.Count];
    private readonly bool[] _neverRuns = new bool[scope.Steps.Count];

    public void Check()
    {
        foreach (var edge in scope.Edges)
        {
            (_incoming[edge.To] ??= []).Add(edge);
        }

        for (var component = graph.Components.Count - 1; component >= 0; component--)
        {
            var steps = graph.Components[component];
            if (graph.IsCycle(component))
            {
                MarkCycle(steps);
            }
            else
            {
                CheckStep(scope.Steps[steps[0]], _incoming[steps[0]]);
            }
        }
    }

    /// <summary>A cycle that nothing outside leads into never starts; the cycle itself is reported already.</summary>
    private void MarkCycle(int[] steps)
    {
        var entered = steps.Any(step =>
            _incoming[step]!.Exists(edge =>
                graph.Component[edge.From] != graph.Component[step] && !_neverRuns[edge.From]
            )
        );
        foreach (var step in steps)
        {
            _neverRuns[step] = !entered;
        }
    }

    private void CheckStep(IndexedStep step, List<IndexedEdge>? incoming)
    {
        if (incoming is null || Why(step, incoming) is not { } why)
        {
            return;
        }

        _neverRuns[step.Index] = true;
        problems.AddAtKey(
            ProblemCodes.UnreachableStep,
            $"'{step.Id}' can never run: {why}.",
            step.Step.Pointer,
            ProblemSeverity.Warning
        );
    }

    private string? Why(IndexedStep step, List<IndexedEdge> incoming)
    {
        if (step.Step.Join == JoinRule.AllDone)
        {
            return null;
        }

        if (incoming.TrueForAll(edge => _neverRuns[edge.From]))
        {
            return "only steps that never run lead to it";
        }

        return step.Step.Join == JoinRule.AllSucceeded ? WhyNotAll(incoming) : null;
    }

    private string? WhyNotAll(List<IndexedEdge> incoming)
    {
        if (incoming.Find(edge => _neverRuns[edge.From]) is { Edge: { } dead })
        {
            return $"its join allSucceeded waits for '{dead.From}', which never runs";
        }

        foreach (var source in incoming.Select(static edge => edge.Edge).GroupBy(static edge => edge.From))
        {
            var ways = source.Where(static edge => edge.On != EdgeCondition.Always).Select(Way).Distinct().ToList();
            if (!ways.Contains(Failure))
            {
                // A success without a port goes with any one port.
                ways.Remove(Success);
            }

            if (ways.Count > 1)
            {
                return $"its join allSucceeded waits for {ways[0]} and {ways[1]} of '{source.Key}', and only one of them is ever taken";
            }
        }

        return null;
    }

    private static string Way(FlowEdge edge) =>
        edge.On == EdgeCondition.Failure ? Failure
        : edge.Port is { } port ? $"port '{port}'"
        : Success;
}
