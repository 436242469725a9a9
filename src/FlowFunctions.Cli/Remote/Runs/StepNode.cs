namespace FlowFunctions.Cli.Remote.Runs;

/// <summary>A step and, of a loop, the steps of its iterations.</summary>
/// <param name="Label">What it is called among its neighbours: its id, or <c>[17] id</c> in a loop.</param>
/// <param name="Step">The step.</param>
internal sealed record StepNode(string Label, RemoteStep Step)
{
    private readonly List<StepNode> _inner = [];

    /// <summary>The steps of its iterations.</summary>
    public IReadOnlyList<StepNode> Inner => _inner;

    /// <summary>Puts the steps of loops below their loops; all keep their order.</summary>
    public static IReadOnlyList<StepNode> Of(IEnumerable<RemoteStep> steps)
    {
        var all = steps.ToArray();
        var known = all.Select(static step => step.Path).ToHashSet(StringComparer.Ordinal);
        var nodes = new Dictionary<string, StepNode>(StringComparer.Ordinal);
        var top = new List<StepNode>();
        var parents = new List<(StepNode Node, string Parent)>();
        foreach (var step in all)
        {
            var (parent, label) = Split(step.Path);
            var isInner = parent is not null && known.Contains(parent);
            var node = new StepNode(isInner ? label : step.Path, step);
            nodes[step.Path] = node;
            if (isInner)
            {
                parents.Add((node, parent!));
            }
            else
            {
                top.Add(node);
            }
        }

        foreach (var (node, parent) in parents)
        {
            nodes[parent]._inner.Add(node);
        }

        return top;
    }

    /// <summary>The loop's path and the label of a step in it; no loop for a step outside of loops.</summary>
    private static (string? Parent, string Label) Split(string path)
    {
        var slash = path.LastIndexOf('/');
        var open = slash < 0 ? -1 : path.LastIndexOf('[', slash);
        return open < 0 ? (null, path) : (path[..open], $"{path[open..slash]} {path[(slash + 1)..]}");
    }
}
