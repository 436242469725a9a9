using System.Text.Json;
using FlowFunctions.Flows.Documents;
using FlowFunctions.Flows.Text;

namespace FlowFunctions.Flows.Diff;

/// <summary>An edge in normal form.</summary>
internal sealed record DiffEdge(string From, string To, string On, string? Port)
{
    public static IEnumerable<DiffEdge> In(JsonElement graph) =>
        graph.Member("edges") is { ValueKind: JsonValueKind.Array } edges
            ? edges
                .EnumerateArray()
                .Select(static edge => new DiffEdge(
                    edge.Text("from") ?? "",
                    edge.Text("to") ?? "",
                    edge.Text("on") ?? "success",
                    edge.Text("port")
                ))
            : [];

    public override string ToString()
    {
        var condition = On == "success" ? "" : $" on {On}";
        return $"{From}{(Port is null ? "" : $" ({Port})")} -> {To}{condition}";
    }
}

/// <summary>Compares the edges of one level as a set, and the order of those that lead to the same step.</summary>
internal static class EdgeDiff
{
    public static void Compare(
        ChangeList changes,
        GraphPlace before,
        GraphPlace after,
        Dictionary<string, string> renamed
    )
    {
        string NewId(string id) => renamed.GetValueOrDefault(id, id);
        var older = DiffEdge
            .In(before.Graph)
            .Select(edge => edge with { From = NewId(edge.From), To = NewId(edge.To) })
            .ToList();
        var newer = DiffEdge.In(after.Graph).ToList();
        AddMissing(changes, ChangeKind.Added, after, newer, older);
        AddMissing(changes, ChangeKind.Removed, before, older, newer);
        AddReordered(changes, after, older, newer);
    }

    private static void AddMissing(
        ChangeList changes,
        ChangeKind kind,
        GraphPlace place,
        List<DiffEdge> edges,
        List<DiffEdge> others
    )
    {
        var known = others.ToHashSet();
        for (var index = 0; index < edges.Count; index++)
        {
            if (!known.Contains(edges[index]))
            {
                var pointer = JsonPointer.Append(place.Pointer + "/edges", index);
                changes.Add(new FlowChange(kind, ChangeSubject.Edge, place.Path + edges[index], pointer));
            }
        }
    }

    private static void AddReordered(ChangeList changes, GraphPlace after, List<DiffEdge> older, List<DiffEdge> newer)
    {
        var before = older.Intersect(newer).ToLookup(static edge => edge.To);
        foreach (var incoming in newer.Intersect(older).GroupBy(static edge => edge.To))
        {
            if (!incoming.SequenceEqual(before[incoming.Key]))
            {
                var pointer = after.StepPointer(incoming.Key);
                changes.Add(
                    new FlowChange(ChangeKind.Reordered, ChangeSubject.Edge, after.Path + incoming.Key, pointer)
                );
            }
        }
    }
}
