using FlowFunctions.Flows.Plans;

namespace FlowFunctions.Flows.Compilation;

/// <summary>Finds steps that can never run: behind a cycle only, or with a join that its edges can never fulfil.</summary>
internal sealed class UnreachableCheck(IndexedScope scope, ScopeGraph graph, ProblemList problems)
{
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

        var first = new Dictionary<(int, EdgeCondition), string>();
        foreach (var (from, _, edge) in incoming.Where(static edge => edge.Edge.On != EdgeCondition.Always))
        {
            var taken = edge.On == EdgeCondition.Success ? $"port '{edge.Port}'" : "failure";
            if (edge is { On: EdgeCondition.Success, Port: null })
            {
                taken = "success";
            }

            var other = edge.On == EdgeCondition.Success ? EdgeCondition.Failure : EdgeCondition.Success;
            if (first.TryGetValue((from, other), out var opposite))
            {
                return Exclusive(edge.From, opposite, taken);
            }

            if (
                !first.TryAdd((from, edge.On), taken)
                && edge.Port is not null
                && first[(from, edge.On)] is var before
                && before != taken
                && before != "success"
            )
            {
                return Exclusive(edge.From, before, taken);
            }
        }

        return null;
    }

    private static string Exclusive(string source, string first, string second) =>
        $"its join allSucceeded waits for {first} and {second} of '{source}', and only one of them is ever taken";
}
