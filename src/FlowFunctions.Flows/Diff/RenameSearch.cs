using System.Text;
using System.Text.Json;
using FlowFunctions.Flows.Documents;
using FlowFunctions.Flows.Plans;

namespace FlowFunctions.Flows.Diff;

/// <summary>Finds steps that have another id but the same content and neighbours.</summary>
internal static class RenameSearch
{
    /// <summary>New ids by old ids.</summary>
    public static Dictionary<string, string> Find(JsonElement before, JsonElement after)
    {
        var (older, newer) = (before.Member("steps").Members(), after.Member("steps").Members());
        var gone = older.Where(step => !newer.ContainsKey(step.Key)).ToDictionary();
        var added = newer.Where(step => !older.ContainsKey(step.Key)).ToDictionary();
        var candidates = Signatures(after, added).ToLookup(static step => step.Signature, static step => step.Id);
        var taken = new Dictionary<string, int>(StringComparer.Ordinal);
        var renamed = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (id, signature) in Signatures(before, gone))
        {
            var place = taken.GetValueOrDefault(signature);
            if (candidates[signature].ElementAtOrDefault(place) is { } newId)
            {
                renamed[id] = newId;
                taken[signature] = place + 1;
            }
        }

        return renamed;
    }

    /// <summary>Content and edges of steps; a neighbour that may be renamed itself has no name there.</summary>
    private static IEnumerable<(string Id, string Signature)> Signatures(
        JsonElement graph,
        Dictionary<string, JsonElement> steps
    )
    {
        string Name(string id) => steps.ContainsKey(id) ? "" : id;
        var edges = DiffEdge.In(graph).ToArray();
        var incoming = edges.ToLookup(static edge => edge.To, edge => edge with { From = Name(edge.From), To = "" });
        var outgoing = edges.ToLookup(static edge => edge.From, edge => edge with { From = "", To = Name(edge.To) });
        foreach (var (id, step) in steps)
        {
            var neighbours = incoming[id]
                .Select(static edge => $"< {edge}")
                .Concat(outgoing[id].Select(static edge => $"> {edge}"));
            var content = Encoding.UTF8.GetString(CanonicalJson.Write(step));
            yield return (id, string.Join('\n', neighbours.Order(StringComparer.Ordinal).Prepend(content)));
        }
    }
}
