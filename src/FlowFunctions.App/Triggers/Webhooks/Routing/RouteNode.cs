namespace FlowFunctions.App.Triggers.Webhooks.Routing;

/// <summary>A place in the tree of paths: what follows a number of segments. It changes only while the tree is built.</summary>
/// <typeparam name="T">What ends at a place.</typeparam>
internal sealed class RouteNode<T>
{
    private readonly Dictionary<string, RouteNode<T>> _literals = new(StringComparer.Ordinal);
    private RouteNode<T>? _parameter;

    /// <summary>What ends here, in the order in which it was added.</summary>
    public List<T> Ends { get; } = [];

    /// <summary>The place behind a path, made if need be.</summary>
    public RouteNode<T> Add(ReadOnlySpan<string?> literals)
    {
        var node = this;
        foreach (var literal in literals)
        {
            node = literal is null ? node._parameter ??= new() : node.Next(literal);
        }

        return node;
    }

    /// <summary>
    /// The places that a request leads to, the most exact first: of two paths the one that has a literal where, read from the left, the
    /// other has a parameter. No more places are looked at than there are paths.
    /// </summary>
    public IEnumerable<RouteNode<T>> Find(string[] segments, int from = 0)
    {
        if (from == segments.Length)
        {
            return Ends.Count > 0 ? [this] : [];
        }

        var exact = _literals.TryGetValue(segments[from], out var literal) ? literal.Find(segments, from + 1) : [];
        return _parameter is null || segments[from].Length == 0
            ? exact
            : exact.Concat(_parameter.Find(segments, from + 1));
    }

    private RouteNode<T> Next(string literal)
    {
        if (!_literals.TryGetValue(literal, out var next))
        {
            next = new();
            _literals.Add(literal, next);
        }

        return next;
    }
}
