using FlowFunctions.Flows.Documents;
using FlowFunctions.Flows.Plans;

namespace FlowFunctions.Flows.Compilation;

/// <summary>Checks the edges of each scope and keeps those whose ends both exist in it.</summary>
internal sealed class EdgeCheck(FlowIndex index, ProblemList problems)
{
    public void Check(IndexedScope scope)
    {
        var seen = new HashSet<(string, string, EdgeCondition, string?)>();
        foreach (var edge in scope.Graph.Edges)
        {
            if (!seen.Add((edge.From, edge.To, edge.On, edge.Port)))
            {
                var message = $"There is already such an edge from '{edge.From}' to '{edge.To}'. Remove one.";
                problems.Add(ProblemCodes.DuplicateEdge, message, edge.Pointer);
                continue;
            }

            var from = End(scope, edge.From, edge.Pointer + "/from");
            var to = End(scope, edge.To, edge.Pointer + "/to");
            if (from is not null)
            {
                CheckPort(from, edge);
            }

            if (from is not null && to is not null)
            {
                scope.Edges.Add(new IndexedEdge(from.Index, to.Index, edge));
            }
        }
    }

    private IndexedStep? End(IndexedScope scope, string id, string pointer)
    {
        var step = index.Find(id);
        if (step is null)
        {
            problems.Add(ProblemCodes.UnknownStep, $"There is no step '{id}'{index.Hint(id)}.", pointer);
        }
        else if (step.Scope != scope)
        {
            problems.Add(ProblemCodes.EdgeBetweenScopes, Crossing(scope, step), pointer);
        }

        return step?.Scope == scope ? step : null;
    }

    private static string Crossing(IndexedScope scope, IndexedStep step)
    {
        var place = step.Scope.Owner is { } loop ? $"in the body of '{loop.Id}'" : "outside of this body";
        var other = step.Scope.LoopIn(scope) is { } inner ? $" Lead the edge to or from '{inner.Id}' instead." : "";
        return $"'{step.Id}' is {place}, and edges do not cross the border of a loop's body.{other}";
    }

    private void CheckPort(IndexedStep from, FlowEdge edge)
    {
        if (edge.Port is not { } port)
        {
            return;
        }

        if (edge.On != EdgeCondition.Success)
        {
            const string Message = "Only an edge for success can name a port: a step that failed has chosen none.";
            problems.Add(ProblemCodes.PortNotAllowed, Message, edge.Pointer + "/port");
        }
        else if (
            from.Type is { } type
            && Wrong(port, from.Id, type.Id, type.Ports(StepCheck.With(from.Step))) is { } wrong
        )
        {
            problems.Add(ProblemCodes.UnknownPort, wrong, edge.Pointer + "/port");
        }
    }

    private static string? Wrong(string port, string id, string type, IReadOnlyList<string> ports) =>
        ports.Contains(port) ? null
        : ports.Count == 0 ? $"A {type} step has no ports. Remove the port '{port}'."
        : $"'{id}' has no port '{port}'{Schema.Spelling.Hint(port, ports)}. Its ports are {string.Join(", ", ports)}.";
}
