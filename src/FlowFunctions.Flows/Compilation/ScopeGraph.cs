namespace FlowFunctions.Flows.Compilation;

/// <summary>
/// The graph of one scope with its strongly connected components (found depth first, without recursion since chains are thousands of
/// steps long). Components are numbered from the sinks up, so no edge leads to a component with a higher number.
/// </summary>
internal sealed class ScopeGraph
{
    private readonly int[] _firstEdge;
    private readonly int[] _targets;
    private readonly int[] _low;
    private readonly int[] _visited;
    private readonly Stack<int> _open = new();
    private int _time;

    public ScopeGraph(IndexedScope scope)
    {
        var count = scope.Steps.Count;
        (_firstEdge, _targets) = Compress(scope, count);
        (_low, _visited, Component) = (new int[count], new int[count], new int[count]);
        Array.Fill(Component, -1);
        for (var node = 0; node < count; node++)
        {
            if (_visited[node] == 0)
            {
                Visit(node);
            }
        }
    }

    /// <summary>For each step the number of its component.</summary>
    public int[] Component { get; }

    /// <summary>The steps of each component, sinks first.</summary>
    public List<int[]> Components { get; } = [];

    public ReadOnlySpan<int> Targets(int node) => _targets.AsSpan(_firstEdge[node].._firstEdge[node + 1]);

    /// <summary>Whether a component is a cycle: more than one step, or one that leads to itself.</summary>
    public bool IsCycle(int component) =>
        Components[component] is var members && (members.Length > 1 || Targets(members[0]).Contains(members[0]));

    private static (int[] First, int[] Targets) Compress(IndexedScope scope, int count)
    {
        var first = new int[count + 1];
        foreach (var edge in scope.Edges)
        {
            first[edge.From + 1]++;
        }

        for (var node = 0; node < count; node++)
        {
            first[node + 1] += first[node];
        }

        var next = first.ToArray();
        var targets = new int[scope.Edges.Count];
        foreach (var edge in scope.Edges)
        {
            targets[next[edge.From]++] = edge.To;
        }

        return (first, targets);
    }

    private void Visit(int root)
    {
        var path = new Stack<(int Node, int Edge)>();
        Enter(root, path);
        while (path.TryPop(out var top))
        {
            var (node, edge) = top;
            if (edge < _firstEdge[node + 1])
            {
                path.Push((node, edge + 1));
                Follow(node, _targets[edge], path);
            }
            else
            {
                Leave(node);
                if (path.TryPeek(out var parent))
                {
                    _low[parent.Node] = Math.Min(_low[parent.Node], _low[node]);
                }
            }
        }
    }

    private void Enter(int node, Stack<(int, int)> path)
    {
        _visited[node] = _low[node] = ++_time;
        _open.Push(node);
        path.Push((node, _firstEdge[node]));
    }

    private void Follow(int node, int target, Stack<(int, int)> path)
    {
        if (_visited[target] == 0)
        {
            Enter(target, path);
        }
        else if (Component[target] < 0)
        {
            _low[node] = Math.Min(_low[node], _visited[target]);
        }
    }

    private void Leave(int node)
    {
        if (_low[node] != _visited[node])
        {
            return;
        }

        var members = new List<int>();
        int member;
        do
        {
            member = _open.Pop();
            Component[member] = Components.Count;
            members.Add(member);
        } while (member != node);
        members.Sort();
        Components.Add([.. members]);
    }
}
